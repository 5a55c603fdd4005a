package io.cooperage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them. */
final class FolderTree {
  private FolderTree() {}

  /** Removes one; what goes meanwhile is no error. */
  static void remove(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> all = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : all) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
