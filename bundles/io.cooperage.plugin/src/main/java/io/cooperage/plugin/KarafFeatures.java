package io.cooperage.plugin;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;

/** Brings features into the running Karaf without ever refreshing a bundle that runs. */
record KarafFeatures(FeaturesService features) implements FeatureRuntime {
  private static final EnumSet<Option> QUIET =
      EnumSet.of(
          Option.NoAutoRefreshBundles,
          Option.NoAutoRefreshManagedBundles,
          Option.NoAutoRefreshUnmanagedBundles);

  /** Resolves without installing. */
  @Override
  public void simulate(String shownAs, URI repository, String name, String version) {
    EnumSet<Option> options = EnumSet.copyOf(QUIET);
    options.add(Option.Simulate);
    options.add(Option.Upgrade);
    boolean known = knows(repository);
    try {
      features.addRepository(repository);
      features.installFeatures(Set.of(name + "/" + version), FeaturesService.ROOT_REGION, options);
    } catch (Exception e) {
      throw Refusal.of(
          shownAs,
          "it does not resolve on this node: " + firstLine(e),
          "get a build for this version of Cooperage",
          e);
    } finally {
      if (!known) {
        forget(repository);
      }
    }
  }

  @Override
  public void install(URI repository, String name, String version) {
    EnumSet<Option> options = EnumSet.copyOf(QUIET);
    options.add(Option.Upgrade);
    try {
      // Read anew if it is known: the file changes with an update.
      forget(repository);
      features.addRepository(repository);
      features.installFeatures(Set.of(name + "/" + version), FeaturesService.ROOT_REGION, options);
    } catch (Exception e) {
      throw failed("installing plug-in " + name, e);
    }
  }

  @Override
  public void uninstall(URI repository, String name) {
    try {
      Feature[] installed = features.listInstalledFeatures();
      if (Arrays.stream(installed).anyMatch(f -> f.getName().equals(name))) {
        features.uninstallFeatures(Set.of(name), FeaturesService.ROOT_REGION, QUIET);
      }
      forget(repository);
    } catch (Exception e) {
      throw failed("removing plug-in " + name, e);
    }
  }

  @Override
  public boolean installed(String name) {
    try {
      return Arrays.stream(features.listInstalledFeatures())
          .anyMatch(f -> f.getName().equals(name));
    } catch (Exception e) {
      throw failed("listing features", e);
    }
  }

  private boolean knows(URI repository) {
    try {
      return Arrays.stream(features.listRepositories())
          .anyMatch(r -> r.getURI().equals(repository));
    } catch (Exception e) {
      throw failed("listing feature repositories", e);
    }
  }

  private void forget(URI repository) {
    try {
      if (knows(repository)) {
        features.removeRepository(repository);
      }
    } catch (Exception e) {
      throw failed("forgetting " + repository, e);
    }
  }

  private static ContainerException failed(String what, Exception e) {
    return new ContainerException(ErrorCode.INTERNAL, what + ": " + firstLine(e), "", e);
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    return message.lines().findFirst().orElse("");
  }
}
