package io.cooperage.template.debootstrap;

import java.util.List;

/**
 * A suite's InRelease file as a mirror gave it.
 *
 * @param lines at most as many as were asked for
 */
record ReleaseFile(List<String> lines) {
  ReleaseFile {
    lines = List.copyOf(lines);
  }

  /** Whether it is one of Debian's, of this suite. */
  boolean isDebian(String suite) {
    return lines.contains("Origin: Debian")
        && lines.stream().anyMatch(line -> line.equals("Codename: " + suite));
  }
}
