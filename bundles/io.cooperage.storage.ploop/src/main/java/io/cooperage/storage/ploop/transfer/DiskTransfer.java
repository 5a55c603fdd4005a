package io.cooperage.storage.ploop.transfer;

import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.SourceImage;
import io.cooperage.storage.ploop.convert.Conversion;
import io.cooperage.storage.ploop.convert.DiskFormat;
import io.cooperage.storage.ploop.convert.FolderConversion;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.convert.SourceDisks;
import io.cooperage.storage.ploop.convert.SourceFile;
import io.cooperage.storage.ploop.convert.TargetFormat;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.SnapshotTree;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.DiskMaker;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.FileSystemCheck;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.image.OpenImage;
import io.cooperage.storage.ploop.mount.DiskAttachment;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.upkeep.JobProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Writes disks to image files of the host and makes disks from such. Images that come from outside
 * are read by our own code alone, which trusts nothing in them. Any thread may call; one at a time
 * for one disk.
 */
public final class DiskTransfer {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DiskMaker maker;
  private final FileSystems fileSystems;
  private final DiskAttachment attachment;

  public DiskTransfer(DiskMaker maker, FileSystems fileSystems, DiskAttachment attachment) {
    this.maker = maker;
    this.fileSystems = fileSystems;
    this.attachment = attachment;
  }

  /** Writes a disk, or a snapshot of it, to a new file. */
  public Exported exportTo(
      DiskFolder disk,
      FileSystemKind kind,
      boolean wholeRoot,
      ExportOptions options,
      ProgressSink sink) {
    TargetFormat format = ImageWords.target(options.format());
    Path target = options.file();
    requireFolder(target);
    JobProgress progress = new JobProgress(sink, "writing " + target.getFileName());
    boolean folder = options.format().equals(ImageWords.FOLDER);
    try (VirtualDisk source = open(disk, kind, options.snapshot())) {
      Conversion done = written(source, target, format, folder, progress);
      Path file = folder ? new DiskFolder(target).firstImage() : target;
      return new Exported(target, done.diskSize(), StatusCalls.status(file).allocated(), wholeRoot);
    }
  }

  // What is full is where the target lies, not the pool.
  private static Conversion written(
      VirtualDisk source, Path target, TargetFormat format, boolean folder, Progress progress) {
    try {
      return folder
          ? FolderConversion.run(source, target, format, progress)
          : Conversion.run(source, target, format, progress);
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOSPC, Errno.EDQUOT)) {
        throw e;
      }
      throw new ContainerException(
          ErrorCode.NO_SPACE,
          "cannot write " + target + ": there is no space left in " + target.getParent(),
          "free some there, or name a file elsewhere; --format qcow2 stores no zeros",
          e);
    }
  }

  private static void requireFolder(Path target) {
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE, "there is no folder " + folder, "make it first");
    }
  }

  private VirtualDisk open(DiskFolder disk, FileSystemKind kind, Optional<SnapshotId> snapshot) {
    if (snapshot.isEmpty()) {
      return whole(disk.topImage());
    }
    Path image = image(disk, snapshot.get());
    return kind == FileSystemKind.XFS
        ? whole(UnmountedSnapshot.copy(image, kind, fileSystems))
        : whole(image);
  }

  private static VirtualDisk whole(Path image) {
    return whole(SourceFile.openUnlinked(image));
  }

  /**
   * Takes over an image of ours, in which no entry is a hole: one that names nothing was lost, and
   * would read as zeros.
   */
  private static VirtualDisk whole(OwnedFd image) {
    try {
      FileBytes bytes = new FileBytes(image);
      IdentityLayout.of(bytes).checkTable(bytes);
    } catch (RuntimeException e) {
      image.close();
      throw e;
    }
    return SourceDisks.take(image);
  }

  private static Path image(DiskFolder disk, SnapshotId snapshot) {
    DiskDescriptor descriptor = disk.read();
    if (!SnapshotTree.has(descriptor, snapshot.uuid())) {
      throw new ContainerException(
          ErrorCode.NO_SUCH_SNAPSHOT,
          "there is no snapshot " + snapshot,
          "'ct snapshot-list' shows those that are there");
    }
    return disk.path().resolve(SnapshotTree.image(descriptor, snapshot.uuid()).file());
  }

  /** Removes what an interrupted export left beside its target. */
  public static void abandon(ExportOptions options) {
    if (options.format().equals(ImageWords.FOLDER)) {
      FolderConversion.abandon(options.file());
    } else {
      Conversion.abandon(options.file());
    }
  }

  /** Looks at an image that is to be imported. */
  public static SourceImage inspect(Path source, String word) {
    OutsideImage image = new OutsideImage(source);
    return image.told(
        "import",
        () -> {
          DiskFormat format = image.format(word);
          try (VirtualDisk disk = image.open(format)) {
            FileSystemKind kind = image.kind(disk);
            long size = Math.max(IdentityLayout.roundUp(disk.size()), kind.least());
            return new SourceImage(
                ImageWords.word(format),
                List.of(
                    RawSetting.set("layout", "ploop"),
                    RawSetting.set("fstype", kind.type()),
                    RawSetting.set("diskspace", size + "B")));
          }
        });
  }

  /** Makes a disk with the content of an image, of the image's own size. */
  public void importFrom(
      Path containerFolder,
      FileSystemKind kind,
      Path source,
      String word,
      Pool pool,
      ProgressSink sink) {
    OutsideImage outside = new OutsideImage(source);
    outside.told(
        "import",
        () -> {
          try (VirtualDisk disk = outside.open(ImageWords.source(word))) {
            requireKind(outside.kind(disk), kind);
            JobProgress told = new JobProgress(sink, "reading " + source.getFileName());
            Progress progress = new WatchedRoom(told, pool, "the content of " + source);
            return maker.replica(
                containerFolder,
                image -> {
                  Conversion.run(disk, image, TargetFormat.IDENTITY, progress);
                  requireSound(image, kind, sink);
                });
          }
        });
  }

  // It may be another image by now than the one that was looked at.
  private static void requireKind(FileSystemKind found, FileSystemKind kind) {
    if (found != kind) {
      throw new MalformedImageException(
          "it holds " + found.type() + ", not " + kind.type() + ": ask for that as fstype");
    }
  }

  // The kernel mounts what is in here, but not before it is sound. Only our copy is mended.
  private void requireSound(Path image, FileSystemKind kind, ProgressSink sink) {
    JobProgress progress = new JobProgress(sink, "checking the file system");
    Optional<String> left;
    try (LoopDevice device = attachment.attachImage(image, kind)) {
      left = FileSystemCheck.settle(kind, device.path(), progress::alive);
    }
    try (OpenImage open = OpenImage.open(image, PATIENCE)) {
      open.markClosed();
    }
    if (left.isPresent()) {
      throw new MalformedImageException(
          "its file system cannot be repaired: " + left.get() + ": mend it where it comes from");
    }
  }
}
