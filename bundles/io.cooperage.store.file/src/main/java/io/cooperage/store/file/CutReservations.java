package io.cooperage.store.file;

import io.cooperage.linux.LinuxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes what a power cut left of reservations. One that it cut has a folder with parts of a disk
 * that no CT ever had: all of it goes. One that outlived its record's coming goes alone.
 */
final class CutReservations {
  private static final Logger LOG = LoggerFactory.getLogger(CutReservations.class);
  private static final Set<String> NAMES =
      Set.of(ContainerFiles.RESERVATION, RecordFolder.temporary(ContainerFiles.RESERVATION));

  private CutReservations() {}

  static void sweep(Path pool, JsonText json) {
    try (DirectoryStream<Path> homes =
        Files.newDirectoryStream(pool, CutReservations::isReserved)) {
      homes.forEach(home -> finish(home, json));
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("Cannot look for cut reservations in {}: {}", pool, e.toString());
    }
  }

  // What fails for one must not keep the others from it, nor the store from opening.
  private static void finish(Path home, JsonText json) {
    try {
      if (isThere(home, ContainerFiles.RECORD)) {
        removeReservation(home);
      } else if (isCut(home, json)) {
        remove(home);
        LOG.warn("A power cut ended the making of container {}: removed", home.getFileName());
      }
    } catch (IOException | UncheckedIOException | LinuxException e) {
      LOG.warn("Cannot finish the reservation in {}: {}", home, e.toString());
    }
  }

  private static boolean isReserved(Path home) {
    return EmptyHomes.isHome(home) && NAMES.stream().anyMatch(name -> isThere(home, name));
  }

  private static boolean isThere(Path home, String name) {
    return Files.exists(home.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  // A whole one of another version is no cut one.
  private static boolean isCut(Path home, JsonText json) {
    try (RecordFolder folder = RecordFolder.durable(home)) {
      json.parse(
          folder
              .read(ContainerFiles.RESERVATION, ContainerFiles.LARGEST_RECORD)
              .orElse(new byte[0]));
      return false;
    } catch (UnreadableRecordException e) {
      LOG.debug("The reservation in {} is cut", home, e);
      return true;
    }
  }

  // The reservation last, so that another cut leaves this to be done again.
  private static void remove(Path home) throws IOException {
    List<Path> disk;
    try (Stream<Path> all = Files.walk(home)) {
      disk =
          all.filter(p -> !p.equals(home) && !NAMES.contains(p.getFileName().toString()))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path path : disk) {
      Files.delete(path);
    }
    removeReservation(home);
    Files.delete(home);
  }

  private static void removeReservation(Path home) throws IOException {
    for (String name : NAMES) {
      Files.deleteIfExists(home.resolve(name));
    }
  }
}
