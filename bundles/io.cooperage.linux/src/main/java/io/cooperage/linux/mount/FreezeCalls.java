package io.cooperage.linux.mount;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Syscall;

/**
 * Ends what was left frozen. A file system is never frozen from here: that outlives its caller, so
 * only the supervisor does it, in a child with a watchdog.
 */
public final class FreezeCalls {
  private static final long THAW = 0xC0045878L;

  private FreezeCalls() {}

  /**
   * Thaws the file system of an open file or directory.
   *
   * @return whether it was frozen
   */
  public static boolean thaw(OwnedFd file) {
    long result = Kernel.attempt(Syscall.IOCTL, file.fd(), THAW, 0);
    if (result < 0 && result != -Errno.EINVAL.number()) {
      throw new LinuxException("ioctl", (int) -result, "FITHAW " + file.title());
    }
    return result == 0;
  }
}
