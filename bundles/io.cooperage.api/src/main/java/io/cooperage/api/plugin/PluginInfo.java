package io.cooperage.api.plugin;

import java.util.List;

/**
 * A plug-in.
 *
 * @param signer subject of the certificate that signed it
 * @param digest SHA-256 of the archive in hexadecimal
 * @param state installed, active, or why not
 */
public record PluginInfo(
    String name, String version, String signer, String digest, String state, List<String> bundles) {
  public PluginInfo {
    bundles = List.copyOf(bundles);
  }
}
