package io.cooperage.storage.ploop.image;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.tool.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * UUIDs of file systems in images. An ext4 of our own making is changed in one block; one that was
 * imported may have its UUID in all checksums. Of an xfs every record of the log bears the UUID, so
 * that the log has to be replayed before and is written anew, which takes its size in the pool. Any
 * thread may call.
 */
final class FileSystemIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(FileSystemIdentity.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FileSystems fileSystems;

  FileSystemIdentity(FileSystems fileSystems) {
    this.fileSystems = fileSystems;
  }

  /**
   * Gives the file system in an image that nobody uses a new UUID and makes it durable. One that is
   * damaged keeps its own: what can be repaired must not be lost for want of a UUID.
   */
  void renew(FileSystemKind kind, Path image) {
    if (kind == FileSystemKind.EXT4 && identified(image)) {
      return;
    }
    try (LoopDevice device = attach(image)) {
      Tool.Outcome outcome = kind == FileSystemKind.XFS ? renewXfs(device) : renewExt4(device);
      if (outcome.exit() != 0) {
        LOG.warn("{} keeps the UUID of what it was copied from: {}", image, outcome.output());
      }
    }
    try (OpenImage released = OpenImage.open(image, PATIENCE)) {
      FileCalls.sync(released.file());
    }
  }

  /** Gives the ext4 in an image a new UUID if that is one block, and makes it durable. */
  static boolean identified(Path image) {
    try (OwnedFd file = RegularFile.open(image, OpenFlag.READ_WRITE)) {
      FileBytes bytes = new FileBytes(file);
      long fileSystem = PloopHeader.parse(bytes).dataOffset();
      boolean done = Ext4Superblock.identify(bytes, fileSystem, UUID.randomUUID());
      FileCalls.sync(file);
      return done;
    }
  }

  private Tool.Outcome renewXfs(LoopDevice device) {
    fileSystems.replayLog(FileSystemKind.XFS, device);
    return Tools.XFS_ADMIN.attempt(Tool.UNATTENDED, "-U", "generate", device.path().toString());
  }

  // What was not checked since it was last written to is refused.
  private static Tool.Outcome renewExt4(LoopDevice device) {
    String path = device.path().toString();
    Tool.Outcome checked = Tools.E2FSCK.attempt(Tool.UNATTENDED, "-f", "-p", path);
    LOG.debug("{}: {}", path, checked.output());
    return Tools.TUNE2FS.attempt(Tool.UNATTENDED, "-U", "random", path);
  }

  private static LoopDevice attach(Path image) {
    try (OpenImage open = OpenImage.open(image, PATIENCE)) {
      LoopRequest request = LoopRequest.forImage().withOffset(open.layout().dataOffset());
      return LoopDevices.attach(open.file(), request);
    }
  }
}
