package io.cooperage.plugin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the entry that a {@code mvn:} location means inside an archive. */
final class MavenLocation {
  private static final String PART = "([A-Za-z0-9_][A-Za-z0-9_.-]*)";
  private static final Pattern FORM = Pattern.compile("mvn:" + PART + "/" + PART + "/" + PART);

  private MavenLocation() {}

  /** The entry's name, or empty if it is no plain location of a jar. */
  static Optional<String> entry(String location) {
    Matcher m = FORM.matcher(location);
    if (!m.matches() || location.contains("..")) {
      return Optional.empty();
    }
    String artifact = m.group(2);
    String version = m.group(3);
    return Optional.of(
        "repository/"
            + m.group(1).replace('.', '/')
            + "/"
            + artifact
            + "/"
            + version
            + "/"
            + artifact
            + "-"
            + version
            + ".jar");
  }
}
