package io.cooperage.storage.ploop.upkeep;

import io.cooperage.api.disk.Compaction;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.ExtentCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystemTrim;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.image.RegularFile;
import io.cooperage.storage.ploop.mount.DiskAttachment;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.tool.Tools;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the image of a disk as small as what is in it, and lays it out anew if it lies scattered.
 * Content does not change. Any thread may call; one at a time for one disk.
 */
public final class DiskCompaction {
  /** An image of more pieces than this is slow to clone: 20 us for each (facts of reflinks). */
  static final int SCATTERED = 1000;

  private static final String TRIMMING = "giving back what the file system does not use";

  private final FileSystems fileSystems;
  private final DiskAttachment attachment;

  /**
   * Prepares.
   *
   * @param attachment that of whoever else attaches these disks
   */
  public DiskCompaction(FileSystems fileSystems, DiskAttachment attachment) {
    this.fileSystems = fileSystems;
    this.attachment = attachment;
  }

  /**
   * Compacts a disk. One that is attached is trimmed alone.
   *
   * @return what it took before and after
   */
  public Compaction run(DiskFolder disk, FileSystemKind kind, Pool pool, ProgressSink sink) {
    Path image = disk.topImage();
    long before = StatusCalls.status(image).allocated();
    int pieces = pieces(image);
    JobProgress trimming = new JobProgress(sink, TRIMMING);
    Optional<LoopDevice> attached = attachment.device(disk);
    if (attached.isPresent()) {
      try (LoopDevice device = attached.get()) {
        trim(disk, kind, device, trimming);
      }
    } else {
      trimDetached(disk, kind, trimming);
      defragment(image, pool, new JobProgress(sink, "laying out " + image.getFileName()));
    }
    return new Compaction(before, StatusCalls.status(image).allocated(), pieces, pieces(image));
  }

  private void trimDetached(DiskFolder disk, FileSystemKind kind, JobProgress progress) {
    try (LoopDevice device = attachment.attach(disk, kind)) {
      trim(disk, kind, device, progress);
    } catch (RuntimeException e) {
      attachment.closeAfter(e, disk);
      throw e;
    }
    attachment.close(disk);
  }

  private void trim(DiskFolder disk, FileSystemKind kind, LoopDevice device, JobProgress progress) {
    try (OwnedFd mount = fileSystems.mount(kind, device)) {
      FileSystemTrim.run(kind, mount, attachment.size(disk), progress::alive);
    }
  }

  // Blocks that are shared with snapshots and clones would be copied.
  private static void defragment(Path image, Pool pool, JobProgress progress) {
    long allocated = StatusCalls.status(image).allocated();
    boolean xfs = pool.space().fileSystem().equals(FileSystemKind.XFS.type());
    boolean room = pool.space().free() - pool.space().reserve() > allocated;
    if (xfs
        && room
        && pieces(image) > SCATTERED
        && shared(image) * 4 < allocated
        && Tools.XFS_FSR.find().isPresent()) {
      Tools.XFS_FSR.run(progress::alive, image.toString());
    }
  }

  static int pieces(Path image) {
    try (OwnedFd file = RegularFile.open(image)) {
      return ExtentCalls.count(file);
    }
  }

  private static long shared(Path image) {
    AtomicLong shared = new AtomicLong();
    try (OwnedFd file = RegularFile.open(image)) {
      FileCalls.sync(file);
      ExtentCalls.forEach(
          file,
          extent -> {
            if (extent.shared()) {
              shared.addAndGet(extent.length());
            }
          });
    }
    return shared.get();
  }
}
