package io.cooperage.storage.ploop.survey;

import io.cooperage.storage.ploop.survey.Suspect.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Files that are written under another name first. Such a file lives for an instant, so that an old
 * one was left by a daemon that died.
 */
final class StaleFiles {
  private static final Duration OLD = Duration.ofMinutes(1);

  private StaleFiles() {}

  /** Whether it is a regular file that nobody has written for a while. */
  static boolean stale(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
              .toInstant()
              .isBefore(Instant.now().minus(OLD));
    } catch (IOException e) {
      return false;
    }
  }

  static Suspect suspect(Path file, Suspect.Mending mending) {
    return Suspect.removable("temporary", file, "was being written when a daemon ended", mending);
  }

  /** Deletes it if it is stale yet. */
  static Outcome remove(Path file) {
    if (!stale(file)) {
      return Outcome.left("it changes");
    }
    return delete(file);
  }

  /** Deletes a file or an empty folder; a missing one is no error. */
  static Outcome delete(Path path) {
    try {
      Files.deleteIfExists(path);
      return Outcome.DONE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
