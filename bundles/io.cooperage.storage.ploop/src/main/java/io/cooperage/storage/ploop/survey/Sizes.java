package io.cooperage.storage.ploop.survey;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.file.StatusCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What files take, and which there are; what goes meanwhile takes nothing. */
final class Sizes {
  private Sizes() {}

  /** Bytes that a file, or a folder with all below it, takes. */
  static long of(Path path) {
    try (Stream<Path> all = Files.walk(path)) {
      return all.mapToLong(Sizes::one).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static long one(Path path) {
    try {
      return Files.isSymbolicLink(path) ? 0 : StatusCalls.status(path).allocated();
    } catch (LinuxException e) {
      return 0;
    }
  }

  /** What is in a folder, by name; nothing if it is none. */
  static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(Path path) {
    return path.getFileName().toString();
  }
}
