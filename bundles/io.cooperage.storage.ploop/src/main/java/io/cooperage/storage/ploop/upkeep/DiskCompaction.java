package io.cooperage.storage.ploop.upkeep;

import io.cooperage.api.disk.Compaction;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystemTrim;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.mount.DiskAttachment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes the image of a disk as small as what is in it, and lays it out anew if it lies scattered.
 * Content does not change. Any thread may call; one at a time for one disk.
 */
public final class DiskCompaction {
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
   * Compacts a disk, attached or not.
   *
   * @return what it took before and after
   */
  public Compaction run(
      DiskFolder disk, FileSystemKind kind, Defragmenter defragmenter, ProgressSink sink) {
    Path image = disk.topImage();
    long before = StatusCalls.status(image).allocated();
    int pieces = Defragmenter.pieces(image);
    JobProgress trimming = new JobProgress(sink, TRIMMING);
    Optional<LoopDevice> attached = attachment.device(disk);
    if (attached.isPresent()) {
      try (LoopDevice device = attached.get()) {
        trim(disk, kind, device, trimming);
      }
    } else {
      trimDetached(disk, kind, trimming);
    }
    if (Defragmenter.pieces(image) > Defragmenter.SCATTERED) {
      defragmenter.run(disk, new JobProgress(sink, "laying out " + image.getFileName()));
    }
    long after = StatusCalls.status(image).allocated();
    return new Compaction(before, after, pieces, Defragmenter.pieces(image));
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
}
