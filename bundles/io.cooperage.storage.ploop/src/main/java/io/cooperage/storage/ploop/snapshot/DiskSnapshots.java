package io.cooperage.storage.ploop.snapshot;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.AtomicFile;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.DiskDescriptor.Shot;
import io.cooperage.storage.ploop.format.DiskDescriptorWriter;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.format.SnapshotTree;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.OpenImage;
import io.cooperage.storage.ploop.image.RegularFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes, deletes and goes back to snapshots of disks. Each change has one moment at which it
 * happens, the rename of the descriptor; files come before it and go after it, so that whatever is
 * interrupted leaves orphans at worst, which the next change removes. Any thread may call; one at a
 * time for one disk.
 */
public final class DiskSnapshots {
  private static final Logger LOG = LoggerFactory.getLogger(DiskSnapshots.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ImageCopies copies;

  public DiskSnapshots(ImageCopies copies) {
    this.copies = copies;
  }

  /** Takes one unless it is there. */
  public void take(DiskFolder disk, FileSystemKind kind, SnapshotDraft draft) {
    DiskDescriptor before = disk.read();
    if (SnapshotTree.has(before, draft.id())) {
      return;
    }
    requireUsable(before, draft.id());
    requireRoom(before);
    SnapshotFiles files = new SnapshotFiles(disk);
    files.collect(before);
    DiskDescriptor after =
        SnapshotTree.grown(
            before, draft.id(), SnapshotFiles.imageName(draft.id()), draft.temporary());
    try (SnapshotTexts texts =
        new SnapshotTexts(
            () -> {
              SnapshotNotes.write(files.notes(draft.id()), draft.notes());
              return descriptorDraft(disk, after);
            })) {
      copies.copyTop(disk, kind, files.image(draft.id()));
      flush(files.image(draft.id()));
      commit(disk, texts.await());
    } catch (RuntimeException e) {
      collectAfter(e, disk);
      throw e;
    }
  }

  private static void requireUsable(DiskDescriptor disk, UUID id) {
    if (id.equals(DiskDescriptor.NO_PARENT) || id.equals(disk.top())) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE,
          Problem.of("id", id.toString(), "has a meaning in DiskDescriptor.xml: choose another"));
    }
  }

  private static void requireRoom(DiskDescriptor disk) {
    if (disk.shots().size() > SnapshotTree.MOST) {
      throw new ContainerException(
          ErrorCode.NO_RESOURCES,
          "the disk has " + SnapshotTree.MOST + " snapshots, the most that there can be",
          "delete some with 'ct snapshot-delete'");
    }
  }

  /** All of a disk. */
  public List<StoredSnapshot> list(DiskFolder disk) {
    DiskDescriptor descriptor = disk.read();
    Optional<UUID> current = SnapshotTree.current(descriptor);
    return SnapshotTree.snapshots(descriptor).stream()
        .map(shot -> stored(disk, descriptor, shot, current))
        .toList();
  }

  private static StoredSnapshot stored(
      DiskFolder disk, DiskDescriptor descriptor, Shot shot, Optional<UUID> current) {
    Path image = path(disk, descriptor, shot.id());
    return new StoredSnapshot(
        shot.id(),
        Optional.of(shot.parent()).filter(p -> !p.equals(DiskDescriptor.NO_PARENT)),
        current.filter(shot.id()::equals).isPresent(),
        shot.temporary(),
        size(image),
        StatusCalls.status(image).allocated(),
        SnapshotNotes.read(new SnapshotFiles(disk).notes(shot.id())));
  }

  /** Replaces what a disk holds by a snapshot; answers its size in bytes. */
  public long switchTo(DiskFolder disk, UUID id) {
    DiskDescriptor before = disk.read();
    Path source = existing(disk, before, id);
    SnapshotFiles files = new SnapshotFiles(disk);
    try (Released top = Released.of(disk.topImage())) {
      files.collect(before);
      UUID fresh = UUID.randomUUID();
      long size = size(source);
      LOG.debug("{} with {} goes back to {}", disk.path(), top, id);
      copies.copyClosed(source, files.image(fresh));
      flush(files.image(fresh));
      commit(
          disk,
          SnapshotTree.switched(
              before, id, SnapshotFiles.imageName(fresh), size / PloopHeader.SECTOR));
      files.collect(disk.read());
      return size;
    } catch (RuntimeException e) {
      collectAfter(e, disk);
      throw e;
    }
  }

  /**
   * An image that is thrown away, however damaged it is; no device serves it as long as this is
   * open, for the device would have its lock.
   */
  private record Released(Optional<OwnedFd> locked) implements AutoCloseable {
    static Released of(Path image) {
      OwnedFd file;
      try {
        file = RegularFile.open(image, OpenFlag.READ_WRITE);
      } catch (MalformedImageException e) {
        return nothing(e);
      } catch (LinuxException e) {
        if (e.is(Errno.ENOENT)) {
          return nothing(e);
        }
        throw e;
      }
      try {
        OpenImage.requireFree(file, image, PATIENCE);
        return new Released(Optional.of(file));
      } catch (RuntimeException e) {
        file.close();
        throw e;
      }
    }

    private static Released nothing(RuntimeException e) {
      LOG.warn("There is no image to be thrown away: {}", e.getMessage());
      return new Released(Optional.empty());
    }

    @Override
    public void close() {
      locked.ifPresent(OwnedFd::close);
    }
  }

  /** Deletes those that are there, all or none. */
  public void delete(DiskFolder disk, Set<UUID> ids) {
    DiskDescriptor before = disk.read();
    SnapshotFiles files = new SnapshotFiles(disk);
    for (UUID id : ids) {
      if (files.inUse(id)) {
        throw new ContainerException(
            ErrorCode.IN_USE,
            "snapshot " + id + " is mounted",
            "unmount it with 'ct snapshot-umount'");
      }
    }
    DiskDescriptor after = SnapshotTree.pruned(before, ids);
    if (!after.equals(before)) {
      commit(disk, after);
    }
    files.collect(after);
  }

  /** Deletes temporary ones and what interrupted changes left; thaws. */
  public void recover(DiskFolder disk, FileSystemKind kind) {
    if (copies.thaw(disk, kind)) {
      LOG.warn("{} was left frozen", disk.path());
    }
    Set<UUID> temporary = new HashSet<>();
    SnapshotFiles files = new SnapshotFiles(disk);
    for (Shot shot : disk.read().shots()) {
      if (shot.temporary() && !files.inUse(shot.id())) {
        temporary.add(shot.id());
      }
    }
    delete(disk, temporary);
  }

  /** Makes a writable copy of a snapshot to be mounted. */
  public Path openView(DiskFolder disk, UUID id) {
    Path source = existing(disk, disk.read(), id);
    Path view = new SnapshotFiles(disk).view(id);
    closeView(disk, id);
    copies.copyForNow(source, view);
    return view;
  }

  /**
   * Deletes the copy.
   *
   * @throws ContainerException IN_USE while it is mounted
   */
  public void closeView(DiskFolder disk, UUID id) {
    Path view = new SnapshotFiles(disk).view(id);
    if (Files.exists(view)) {
      try (OwnedFd file = RegularFile.open(view, OpenFlag.READ_WRITE)) {
        OpenImage.requireFree(file, view, PATIENCE);
      }
      SnapshotFiles.remove(view);
    }
  }

  /**
   * The image of a snapshot.
   *
   * @throws ContainerException NO_SUCH_SNAPSHOT
   */
  public static Path image(DiskFolder disk, UUID id) {
    return existing(disk, disk.read(), id);
  }

  private static Path existing(DiskFolder disk, DiskDescriptor descriptor, UUID id) {
    if (!SnapshotTree.has(descriptor, id)) {
      throw new ContainerException(
          ErrorCode.NO_SUCH_SNAPSHOT,
          "there is no snapshot " + id,
          "'ct snapshot-list' shows those that are there");
    }
    return path(disk, descriptor, id);
  }

  private static Path path(DiskFolder disk, DiskDescriptor descriptor, UUID id) {
    return disk.path().resolve(SnapshotTree.image(descriptor, id).file());
  }

  /** Bytes of the disk that an image holds. */
  public static long size(Path image) {
    try (OwnedFd file = RegularFile.open(image)) {
      return PloopHeader.parse(new FileBytes(file)).size();
    }
  }

  private static void flush(Path image) {
    try (OwnedFd file = RegularFile.open(image)) {
      FileCalls.sync(file);
    }
  }

  private static void commit(DiskFolder disk, DiskDescriptor descriptor) {
    try (AtomicFile.Draft draft = descriptorDraft(disk, descriptor)) {
      commit(disk, draft);
    }
  }

  private static AtomicFile.Draft descriptorDraft(DiskFolder disk, DiskDescriptor descriptor) {
    byte[] text = DiskDescriptorWriter.write(descriptor).getBytes(StandardCharsets.UTF_8);
    return AtomicFile.draft(disk.descriptor(), text, 0600);
  }

  // The files that it names are durable before it is.
  private static void commit(DiskFolder disk, AtomicFile.Draft descriptor) {
    disk.sync();
    descriptor.replace();
  }

  private static void collectAfter(RuntimeException reason, DiskFolder disk) {
    try {
      new SnapshotFiles(disk).collect(disk.read());
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }
}
