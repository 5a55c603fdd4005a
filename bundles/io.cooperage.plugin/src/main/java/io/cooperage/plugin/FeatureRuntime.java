package io.cooperage.plugin;

import java.net.URI;

/** The running system that features go into. */
interface FeatureRuntime {
  /**
   * Resolves without installing.
   *
   * @throws io.cooperage.api.error.ContainerException PLUGIN_REFUSED with what is missing
   */
  void simulate(String shownAs, URI repository, String name, String version);

  /** Installs, or replaces another version of the same feature. */
  void install(URI repository, String name, String version);

  /** Uninstalls; no error if it is not there. */
  void uninstall(URI repository, String name);

  boolean installed(String name);
}
