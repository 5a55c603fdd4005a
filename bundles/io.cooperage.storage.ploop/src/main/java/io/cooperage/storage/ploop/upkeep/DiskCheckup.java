package io.cooperage.storage.ploop.upkeep;

import io.cooperage.api.disk.CheckedImage;
import io.cooperage.api.disk.DiskFault;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.storage.ploop.check.ImageCheck;
import io.cooperage.storage.ploop.check.ImageRepair;
import io.cooperage.storage.ploop.convert.SourceFile;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.FileSystemCheck;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.image.OpenImage;
import io.cooperage.storage.ploop.image.RegularFile;
import io.cooperage.storage.ploop.mount.DiskAttachment;
import io.cooperage.storage.ploop.pool.Reflink;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Checks and repairs a disk with its snapshots: each image first, the file system in it when the
 * image is in order. An image whose repair was cut off is marked as in use and can be repaired
 * again. Any thread may call; one at a time for one disk.
 */
public final class DiskCheckup {

  private final FileSystems fileSystems;
  private final DiskAttachment attachment;
  private final Duration patience;

  /**
   * Prepares.
   *
   * @param attachment that of whoever else attaches these disks
   * @param patience how long the last user of a device may take to go
   */
  public DiskCheckup(FileSystems fileSystems, DiskAttachment attachment, Duration patience) {
    this.fileSystems = fileSystems;
    this.attachment = attachment;
    this.patience = patience;
  }

  /**
   * Checks every image that the descriptor names.
   *
   * @return the one that is written to first
   * @throws MalformedImageException if the descriptor is broken
   * @throws io.cooperage.api.error.ContainerException IN_USE
   */
  public List<CheckedImage> run(
      DiskFolder disk, FileSystemKind kind, boolean repair, ProgressSink sink) {
    DiskDescriptor descriptor = disk.read();
    List<CheckedImage> all = new ArrayList<>();
    for (DiskDescriptor.Image image : topFirst(descriptor)) {
      boolean top = image.id().equals(descriptor.top());
      JobProgress progress =
          new JobProgress(sink, (repair ? "repairing " : "checking ") + image.file());
      progress.alive();
      all.add(new Checkup(disk, image, top, kind, progress).run(repair));
    }
    return List.copyOf(all);
  }

  private static List<DiskDescriptor.Image> topFirst(DiskDescriptor descriptor) {
    return descriptor.images().stream()
        .sorted(Comparator.comparing(i -> !i.id().equals(descriptor.top())))
        .toList();
  }

  /** One image. */
  private final class Checkup {
    private final DiskFolder disk;
    private final DiskDescriptor.Image image;
    private final boolean top;
    private final FileSystemKind kind;
    private final JobProgress progress;
    private final Path path;
    private final List<DiskFault> faults = new ArrayList<>();
    private final List<DiskFault> repaired = new ArrayList<>();

    Checkup(
        DiskFolder disk,
        DiskDescriptor.Image image,
        boolean top,
        FileSystemKind kind,
        JobProgress progress) {
      this.disk = disk;
      this.image = image;
      this.top = top;
      this.kind = kind;
      this.progress = progress;
      this.path = disk.path().resolve(image.file());
    }

    CheckedImage run(boolean repair) {
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        faults.add(ImageFaults.missing());
        return answer(0, 0);
      }
      awaitFree();
      try {
        if (repair) {
          repair();
        } else {
          check();
        }
        lookForPieces();
        return answer(size(), StatusCalls.status(path).allocated());
      } catch (MalformedImageException e) {
        faults.add(ImageFaults.unreadable(e.getMessage()));
        return answer(0, StatusCalls.status(path).allocated());
      }
    }

    // Those of snapshots share their pieces with the one that is written to.
    private void lookForPieces() {
      int pieces = top ? Defragmenter.pieces(path) : 0;
      if (pieces > Defragmenter.SCATTERED) {
        faults.add(ImageFaults.scattered(pieces));
      }
    }

    private CheckedImage answer(long size, long allocated) {
      Optional<SnapshotId> snapshot =
          top ? Optional.empty() : Optional.of(new SnapshotId(image.id()));
      return new CheckedImage(image.file(), snapshot, size, allocated, faults, repaired);
    }

    private boolean sound() {
      return faults.stream().noneMatch(DiskFault::error);
    }

    // A device that goes away holds its lock for some more moments.
    private void awaitFree() {
      try (OwnedFd file = RegularFile.open(path, OpenFlag.READ_WRITE)) {
        OpenImage.requireFree(file, path, patience);
      }
    }

    private void check() {
      faults.addAll(found());
      if (sound()) {
        look().ifPresent(text -> faults.add(ImageFaults.fileSystem(text, true)));
        awaitFree();
      }
    }

    private List<DiskFault> found() {
      List<DiskFault> all = new ArrayList<>();
      all.addAll(OwnTable.check(path).stream().toList());
      List<DiskFault> others = ImageFaults.of(ImageCheck.run(path, progress));
      boolean table = !all.isEmpty();
      others.stream().filter(f -> !table || !ImageFaults.followsFromTable(f)).forEach(all::add);
      return all;
    }

    private Optional<String> look() {
      return kind == FileSystemKind.XFS ? lookAtCopy() : lookAt();
    }

    // A freeze leaves the log of an xfs to be replayed, so that of every snapshot of a running CT.
    private Optional<String> lookAtCopy() {
      Path copy = path.resolveSibling(DiskFolder.IMAGE + ".{" + UUID.randomUUID() + "}.check");
      try {
        Reflink.copy(path, copy);
        try (LoopDevice device = attachment.attachImage(copy, kind)) {
          fileSystems.replayLog(kind, device);
          return FileSystemCheck.look(kind, device.path(), progress::alive);
        }
      } finally {
        copy.toFile().delete();
      }
    }

    private Optional<String> lookAt() {
      try (OwnedFd file = SourceFile.open(path);
          LoopDevice device = LoopDevices.attach(file, readOnly(file))) {
        return FileSystemCheck.look(kind, device.path(), progress::alive);
      }
    }

    private static LoopRequest readOnly(OwnedFd file) {
      IdentityLayout layout = IdentityLayout.of(new FileBytes(file));
      return LoopRequest.forImage().withOffset(layout.dataOffset()).asReadOnly();
    }

    private void repair() {
      List<DiskFault> before = found();
      OwnTable.mend(path);
      faults.addAll(ImageFaults.of(ImageRepair.run(path, progress)));
      before.stream()
          .filter(b -> faults.stream().noneMatch(f -> f.kind().equals(b.kind())))
          .forEach(repaired::add);
      // The mark was cleared that would have made the next start check it.
      if (sound()) {
        FileSystemCheck.Outcome outcome = mend();
        if (outcome.changed()) {
          repaired.add(ImageFaults.fileSystem("was repaired", true));
        }
        outcome.left().ifPresent(text -> faults.add(ImageFaults.fileSystem(text, false)));
      }
    }

    private FileSystemCheck.Outcome mend() {
      try {
        FileSystemCheck.Outcome outcome = mendAttached();
        close();
        return outcome;
      } finally {
        if (top) {
          attachment.settled(disk);
        }
      }
    }

    private FileSystemCheck.Outcome mendAttached() {
      try (LoopDevice device =
          top ? attachment.attach(disk, kind) : attachment.attachImage(path, kind)) {
        fileSystems.replayLog(kind, device);
        return FileSystemCheck.mend(kind, device.path(), progress::alive);
      }
    }

    private void close() {
      try (OpenImage open = OpenImage.open(path, patience)) {
        open.markClosed();
      }
    }

    private long size() {
      try (OwnedFd file = RegularFile.open(path)) {
        return PloopHeader.parse(new FileBytes(file)).size();
      }
    }
  }
}
