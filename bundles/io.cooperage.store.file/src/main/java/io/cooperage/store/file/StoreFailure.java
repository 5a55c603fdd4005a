package io.cooperage.store.file;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;

/** Tells the caller what the kernel refused. */
final class StoreFailure {
  private StoreFailure() {}

  /** A refused call; {@code what} is as "cannot save CT 4f..". */
  static ContainerException of(String what, LinuxException e) {
    String message = what + ": " + e.getMessage();
    if (e.is(Errno.ENOSPC, Errno.EDQUOT)) {
      return new ContainerException(ErrorCode.NO_SPACE, message, "free space there", e);
    }
    return new ContainerException(ErrorCode.KERNEL, message, "", e);
  }
}
