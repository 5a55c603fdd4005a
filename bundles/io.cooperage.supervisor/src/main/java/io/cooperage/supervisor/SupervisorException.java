package io.cooperage.supervisor;

import io.cooperage.linux.LinuxException;

/**
 * Something that the supervisor could not do. The message reads {@code mount devpts at /dev/pts:
 * EPERM (Operation not permitted)}: the stage that failed and the kernel's reason.
 */
public final class SupervisorException extends LinuxException {
  private static final long serialVersionUID = 1L;

  /**
   * Describes a failure.
   *
   * @param stage what was being done, as {@code mount proc at /proc}
   * @param errno the kernel's positive error number
   */
  public SupervisorException(String stage, int errno) {
    super(stage, errno, "");
  }

  /** Returns what was being done. */
  public String stage() {
    return call();
  }
}
