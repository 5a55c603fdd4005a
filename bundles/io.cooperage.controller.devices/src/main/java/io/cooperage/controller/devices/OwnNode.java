package io.cooperage.controller.devices;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.FileType;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.linux.mount.Propagation;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import io.cooperage.spi.kernel.IdMap;
import java.nio.file.Path;

/**
 * A node that belongs to a CT's root. The host's own belongs to an id that the CT does not have, so
 * that its root could seldom open it; and one that the CT makes does not open at all.
 */
final class OwnNode {
  /** The name of the node in its file system. */
  static final String NAME = "node";

  /** What the CT's mount table calls the file system. */
  static final String SOURCE = "cooperage-device";

  /** Mounted over in a namespace that lives for the call; nobody else sees that. */
  private static final Path PLACE = Path.of("/dev");

  private OwnNode() {}

  /**
   * Makes one.
   *
   * @param permissions the host's
   * @return a detached mount of the node alone, belonging to the caller
   */
  static OwnedFd mount(Device device, int permissions, IdMap ids) {
    return NamespaceThread.callInNew(
        NamespaceKind.MOUNT,
        () -> {
          // Or else the mount below would show up in the host's namespace.
          MountCalls.change(
              Path.of("/"), MountChange.none().propagation(Propagation.PRIVATE), true);
          try (FileSystemContext context = FileSystemContext.open("tmpfs");
              OwnedFd folder =
                  context
                      .option("source", SOURCE)
                      .option("size", "4k")
                      .option("nr_inodes", "4")
                      .option("mode", "0755")
                      .create()
                      .mount(MountAttribute.NO_SETUID, MountAttribute.NO_EXEC)) {
            make(folder, device, permissions, ids);
            MountCalls.move(folder, PLACE);
            // A file of a detached mount is cloned since 6.15 only, of an attached one everywhere.
            return MountCalls.cloneTree(PLACE.resolve(NAME), false);
          }
        });
  }

  private static void make(OwnedFd folder, Device device, int permissions, IdMap ids) {
    FileType type = device.block() ? FileType.BLOCK_DEVICE : FileType.CHARACTER_DEVICE;
    DeviceNumber number =
        new DeviceNumber(device.major().orElseThrow(), device.minor().orElseThrow());
    DirectoryCalls.makeNode(folder, NAME, type, permissions, number);
    StatusCalls.changePermissions(folder, NAME, permissions);
    StatusCalls.changeOwner(folder, NAME, ids.base(), ids.base());
  }
}
