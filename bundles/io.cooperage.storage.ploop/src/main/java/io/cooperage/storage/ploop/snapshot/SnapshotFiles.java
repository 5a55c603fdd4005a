package io.cooperage.storage.ploop.snapshot;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.RegularFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The files of a disk's snapshots, named as ploop does: {@code root.hds.{GUID}}. What the
 * descriptor does not name is an orphan, except for a view that is mounted.
 */
public final class SnapshotFiles {
  private static final String IMAGES = DiskFolder.IMAGE + ".{";
  private static final String NOTES = ".json";
  private static final String VIEW = ".view";
  private static final String TEMPORARY = ".DiskDescriptor.xml.";

  private final DiskFolder disk;

  /** The files of a disk. */
  public SnapshotFiles(DiskFolder disk) {
    this.disk = disk;
  }

  static String imageName(UUID id) {
    return DiskFolder.IMAGE + ".{" + id + "}";
  }

  /** Where a new image comes to lie. */
  Path image(UUID id) {
    return disk.path().resolve(imageName(id));
  }

  /** What is kept with a snapshot. */
  Path notes(UUID id) {
    return disk.path().resolve(imageName(id) + NOTES);
  }

  /** The copy of a snapshot that is mounted, so that the snapshot itself is never written. */
  Path view(UUID id) {
    return disk.path().resolve(imageName(id) + VIEW);
  }

  /** Whether a snapshot is mounted: a device over its view holds the lock. */
  boolean inUse(UUID id) {
    return Files.exists(view(id)) && locked(view(id));
  }

  /** Whether a name is one that a disk's files have, descriptor aside. */
  public static boolean isOwn(Path file) {
    return ours(file.getFileName().toString());
  }

  /** Whether a name is one that an image has. */
  public static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    return name.equals(DiskFolder.IMAGE) || (name.startsWith(IMAGES) && name.endsWith("}"));
  }

  /** Deletes what no descriptor names. */
  void collect(DiskDescriptor descriptor) {
    List<Path> orphans = orphans(descriptor);
    orphans.forEach(SnapshotFiles::remove);
    if (!orphans.isEmpty()) {
      disk.sync();
    }
  }

  /** What no descriptor names and nobody has mounted. */
  public List<Path> orphans(DiskDescriptor descriptor) {
    Set<String> wanted = new HashSet<>();
    for (DiskDescriptor.Image image : descriptor.images()) {
      wanted.add(image.file());
      wanted.add(imageName(image.id()) + NOTES);
    }
    return candidates().stream()
        .filter(file -> !wanted.contains(file.getFileName().toString()))
        .filter(file -> !(file.getFileName().toString().endsWith(VIEW) && locked(file)))
        .toList();
  }

  private List<Path> candidates() {
    try (Stream<Path> files = Files.list(disk.path())) {
      return files
          .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
          .filter(f -> ours(f.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean ours(String name) {
    return name.equals(DiskFolder.IMAGE) || name.startsWith(IMAGES) || name.startsWith(TEMPORARY);
  }

  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean locked(Path file) {
    try (OwnedFd open = RegularFile.open(file, OpenFlag.READ_WRITE)) {
      return !LockCalls.tryLockRange(open, true, 0, 0);
    }
  }
}
