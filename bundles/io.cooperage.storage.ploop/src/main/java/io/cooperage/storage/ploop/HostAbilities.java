package io.cooperage.storage.ploop;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.OverlayMount;

/** What the host's kernel can do for disks, found by trying. Any thread may call. */
final class HostAbilities {
  private HostAbilities() {}

  /** Whether the kernel has a file system. */
  static boolean fileSystem(String type) {
    try {
      FileSystemContext.open(type).close();
      return true;
    } catch (LinuxException e) {
      return false;
    }
  }

  /**
   * Whether an overlay can be made of detached mounts, and a detached mount be copied: what the
   * layout ploop-overlay is built of (kernel 6.15).
   */
  static boolean detachedOverlay() {
    try (FileSystemContext context = FileSystemContext.open("tmpfs");
        OwnedFd mount = context.create().mount();
        OwnedFd copy = MountCalls.cloneTree(mount, false);
        OwnedFd lower = folder(copy, "lower");
        OwnedFd upper = folder(mount, "upper");
        OwnedFd work = folder(mount, "work");
        OwnedFd overlay = new OverlayMount().lower(lower).upper(upper, work).mount("probe")) {
      return overlay.isOpen();
    } catch (LinuxException e) {
      return false;
    }
  }

  private static OwnedFd folder(OwnedFd mount, String name) {
    DirectoryCalls.makeDirectory(mount, name, 0700);
    return OpenCalls.openAt(mount, name, 0, OpenFlag.DIRECTORY);
  }
}
