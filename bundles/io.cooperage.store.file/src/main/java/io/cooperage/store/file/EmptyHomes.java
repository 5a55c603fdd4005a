package io.cooperage.store.file;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes folders of CTs that hold nothing. One is left when the daemon dies between a destroy's
 * last journal entry and the folder itself. Whatever holds a file stays: only rmdir(2) is tried.
 */
final class EmptyHomes {
  private static final Logger LOG = LoggerFactory.getLogger(EmptyHomes.class);

  private EmptyHomes() {}

  static void sweep(Path pool) {
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(pool, EmptyHomes::isHome)) {
      for (Path home : homes) {
        if (removed(home.resolve("journal")) && removed(home)) {
          LOG.info("Removed the empty folder of container {}", home.getFileName());
        }
      }
    } catch (IOException e) {
      LOG.warn("Cannot look for empty folders in {}: {}", pool, e.toString());
    }
  }

  /** Whether a path is the folder of a CT. */
  static boolean isHome(Path path) {
    return CanonicalId.of(path.getFileName().toString()).isPresent()
        && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean removed(Path folder) throws IOException {
    try {
      return !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }
}
