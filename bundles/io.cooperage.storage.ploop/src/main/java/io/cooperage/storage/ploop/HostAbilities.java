package io.cooperage.storage.ploop;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopStatus;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.OverlayMount;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the host's kernel can do for disks, found by trying. Any thread may call. */
final class HostAbilities {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
  private static final int LOOP_MAJOR = 7;

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

  /**
   * Whether the kernel mounts an erofs from its file, without a loop device (6.12); told by its
   * version, as there may be no image yet to try with.
   */
  static boolean fileBackedErofs(String kernel) {
    Matcher version = VERSION.matcher(kernel);
    if (!version.lookingAt()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    return major > 6 || (major == 6 && minor >= 12);
  }

  /** Whether the loop device below a folder bypasses the page cache; empty if there is none. */
  static Optional<Boolean> directIo(Path folder) {
    DeviceNumber device = StatusCalls.status(folder).fileSystem();
    if (device.major() != LOOP_MAJOR) {
      return Optional.empty();
    }
    try (LoopDevice loop = LoopDevice.open(device.minor(), false)) {
      return loop.status().map(LoopStatus::directIo);
    }
  }

  private static OwnedFd folder(OwnedFd mount, String name) {
    DirectoryCalls.makeDirectory(mount, name, 0700);
    return OpenCalls.openAt(mount, name, 0, OpenFlag.DIRECTORY);
  }
}
