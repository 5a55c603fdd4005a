package io.cooperage.template.debootstrap;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One place that the host's apt takes binary packages from.
 *
 * @param uri without a slash at its end
 * @param suites as {@code bookworm bookworm-updates}
 * @param components as {@code main}
 */
record AptSource(String uri, List<String> suites, List<String> components) {
  private static final Pattern USABLE = Pattern.compile("(?:https?://|file:/)[!-~&&[^'\"\\\\]]+");

  AptSource {
    uri = uri.replaceFirst("/+$", "");
    suites = List.copyOf(suites);
    components = List.copyOf(components);
  }

  /** Whether debootstrap can take a suite from it: an archive with main, by http, https or file. */
  boolean usable() {
    return USABLE.matcher(uri).matches() && components.contains("main");
  }

  boolean servesSecurity() {
    return suites.stream().anyMatch(AptSource::isSecurity);
  }

  /** Whether it has a suite of its own, not only security or updates. */
  boolean servesReleases() {
    return suites.stream().anyMatch(suite -> !isSecurity(suite) && !isUpdates(suite));
  }

  boolean servesUpdates() {
    return suites.stream().anyMatch(AptSource::isUpdates);
  }

  private static boolean isSecurity(String suite) {
    return suite.endsWith("-security") || suite.endsWith("/updates");
  }

  private static boolean isUpdates(String suite) {
    return suite.endsWith("-updates")
        || suite.endsWith("-proposed")
        || suite.endsWith("-backports");
  }
}
