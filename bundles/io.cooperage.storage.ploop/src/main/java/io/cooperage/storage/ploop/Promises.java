package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.RegularFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The sum of the sizes that were promised to disks, read once from the images and kept since. Safe
 * for any thread.
 */
final class Promises {
  private final Map<Path, Long> sizes = new HashMap<>();
  private boolean read;

  /** Bytes promised in all. */
  synchronized long sum(Path containers) {
    if (!read) {
      readAll(containers);
      read = true;
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Promises a disk its size, in place of what it was promised before.
   *
   * @param limit bytes that may be promised in all
   * @return what it was promised before, 0 for nothing
   * @throws ContainerException NO_SPACE if they do not suffice; nothing is changed then
   */
  synchronized long put(Path containerFolder, long size, long limit) {
    long all = sum(containerFolder.getParent());
    long before = sizes.getOrDefault(containerFolder, 0L);
    long others = all - before;
    if (size > before && others + size > limit) {
      throw new ContainerException(
          ErrorCode.NO_SPACE,
          "the pool may promise "
              + (limit >> 20)
              + " MiB to disks and has promised "
              + (others >> 20)
              + " MiB to others already",
          "ask for less diskspace, or raise overcommit in io.cooperage.storage.ploop.cfg");
    }
    sizes.put(containerFolder, size);
    return before;
  }

  /** Takes back what {@link #put} changed. */
  synchronized void restore(Path containerFolder, long before) {
    if (before == 0) {
      sizes.remove(containerFolder);
    } else {
      sizes.put(containerFolder, before);
    }
  }

  synchronized void remove(Path containerFolder) {
    sizes.remove(containerFolder);
  }

  private void readAll(Path containers) {
    try (Stream<Path> folders = Files.list(containers)) {
      for (Path folder : folders.toList()) {
        DiskFolder disk = DiskFolder.of(folder);
        if (disk.exists()) {
          sizes.putIfAbsent(folder, size(disk));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(DiskFolder disk) {
    // A disk that went back to a snapshot has an image of another name.
    try (OwnedFd file = RegularFile.open(image(disk))) {
      return PloopHeader.parse(new FileBytes(file)).size();
    } catch (LinuxException | MalformedImageException e) {
      // A broken disk is reported where it is used; it holds what it holds.
      return 0;
    }
  }

  private static Path image(DiskFolder disk) {
    return Files.exists(disk.firstImage()) ? disk.firstImage() : disk.topImage();
  }
}
