package io.cooperage.storage.ploop.image;

import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.tool.Tools;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * UUIDs of xfs file systems in images. Every record of the log bears the UUID, so that the log has
 * to be replayed before and is written anew, which takes its size in the pool. Any thread may call.
 */
final class XfsIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(XfsIdentity.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FileSystems fileSystems;

  XfsIdentity(FileSystems fileSystems) {
    this.fileSystems = fileSystems;
  }

  /**
   * Gives the xfs in an image that nobody uses a new UUID and makes it durable. One that is damaged
   * keeps its own: what can be repaired must not be lost for want of a UUID.
   */
  void renew(Path image) {
    try (LoopDevice device = attach(image)) {
      fileSystems.replayLog(FileSystemKind.XFS, device);
      Tool.Outcome outcome =
          Tools.XFS_ADMIN.attempt(Tool.UNATTENDED, "-U", "generate", device.path().toString());
      if (outcome.exit() != 0) {
        LOG.warn("{} keeps the UUID of what it was copied from: {}", image, outcome.output());
      }
    }
    try (OpenImage released = OpenImage.open(image, PATIENCE)) {
      FileCalls.sync(released.file());
    }
  }

  private static LoopDevice attach(Path image) {
    try (OpenImage open = OpenImage.open(image, PATIENCE)) {
      LoopRequest request = LoopRequest.forImage().withOffset(open.layout().dataOffset());
      return LoopDevices.attach(open.file(), request);
    }
  }
}
