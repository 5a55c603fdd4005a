package io.cooperage.itests.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Software that is tried in a Debian CT: a script of the folder {@code software} or {@code nesting}
 * whose comments tell what it shows, which packages it needs, and why it belongs to the full form
 * alone.
 *
 * @param file name of the script without its ending
 * @param name of the software
 * @param shows what the script shows of it
 * @param brief whether it is tried in the short form, too
 */
record Software(
    String file, String name, String shows, List<String> packages, boolean brief, String script) {
  private static final Path SCRIPTS = Path.of("src/test/resources");
  private static final String PACKAGES = "packages";
  private static final String FULL = "full";

  /** Every script of a folder that belongs to this form of the run, in the order of their names. */
  static List<Software> of(String folder) throws IOException {
    try (Stream<Path> scripts = Files.list(SCRIPTS.resolve(folder))) {
      return scripts
          .sorted()
          .map(Software::read)
          .filter(software -> software.brief || NodeExtension.full())
          .toList();
    }
  }

  private static Software read(Path path) {
    try {
      List<String> lines = Files.readAllLines(path);
      List<String[]> words =
          lines.stream()
              .takeWhile(line -> line.startsWith("# "))
              .map(line -> line.substring(2).split(": ", 2))
              .toList();
      String[] title =
          words.stream()
              .filter(w -> !w[0].equals(PACKAGES) && !w[0].equals(FULL))
              .findFirst()
              .orElseThrow();
      return new Software(
          path.getFileName().toString().replace(".sh", ""),
          title[0],
          title[1],
          words.stream()
              .filter(w -> w[0].equals(PACKAGES))
              .flatMap(w -> Stream.of(w[1].split(" ")))
              .toList(),
          words.stream().noneMatch(w -> w[0].equals(FULL)),
          String.join("\n", lines));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
