package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.snapshot.SnapshotId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a snapshot is mounted on the host. The folder being there means that it is mounted, also to
 * the next daemon. If the operator chose a place, it is a link to that.
 *
 * @param folder RUN/mnt/UUID.snapshot.GUID
 */
public record SnapshotPlace(ContainerId container, SnapshotId snapshot, Path folder) {
  private static final String BETWEEN = ".snapshot.";

  /** Where it would be. */
  public static SnapshotPlace of(Path runFolder, ContainerId id, SnapshotId snapshot) {
    return new SnapshotPlace(
        id, snapshot, runFolder.resolve("mnt").resolve(id + BETWEEN + snapshot));
  }

  /** All that are mounted. */
  public static List<SnapshotPlace> all(Path runFolder) {
    Path mounts = runFolder.resolve("mnt");
    if (!Files.isDirectory(mounts)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(mounts)) {
      return folders.flatMap(f -> parse(f).stream()).sorted(SnapshotPlace::byName).toList();
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot list " + mounts + ": " + e, "", e);
    }
  }

  private static int byName(SnapshotPlace one, SnapshotPlace other) {
    return one.folder.compareTo(other.folder);
  }

  private static Optional<SnapshotPlace> parse(Path folder) {
    String name = folder.getFileName().toString();
    int at = name.indexOf(BETWEEN);
    if (at < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SnapshotPlace(
              ContainerId.parse(name.substring(0, at)),
              SnapshotId.parse(name.substring(at + BETWEEN.length())),
              folder));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether it is mounted. */
  public boolean present() {
    return Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
  }

  /** Where it is, or would be, mounted: the operator's place if it has one. */
  public Path mounted() {
    try {
      return Files.isSymbolicLink(folder)
          ? Files.readSymbolicLink(folder)
          : MountTarget.own(folder);
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot read " + folder + ": " + e, "", e);
    }
  }

  /** Makes the folder, or the link to the operator's place. */
  void make(Optional<Path> target) {
    MountOnHost.make(target.isEmpty() ? folder : folder.getParent());
    if (target.isPresent() && !present()) {
      try {
        Files.createSymbolicLink(folder, target.get());
      } catch (IOException e) {
        throw new ContainerException(ErrorCode.KERNEL, "cannot make " + folder + ": " + e, "", e);
      }
    }
  }

  /** Removes the folder or the link; what it leads to stays. */
  void remove() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot remove " + folder + ": " + e, "", e);
    }
  }

  /**
   * Refuses a CT of which a snapshot is mounted.
   *
   * @throws ContainerException MOUNTED
   */
  public static void requireNone(Path runFolder, ContainerId id, String ct) {
    for (SnapshotPlace place : all(runFolder)) {
      if (place.container.equals(id)) {
        throw new ContainerException(
            ErrorCode.MOUNTED,
            "snapshot " + place.snapshot + " of CT " + ct + " is mounted at " + place.mounted(),
            "Unmount it with 'ct snapshot-umount " + ct + " --id " + place.snapshot + "'.");
      }
    }
  }
}
