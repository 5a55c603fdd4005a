package io.cooperage.linux;

/**
 * A system call that the kernel refused. The message reads {@code mount /x: EPERM (Operation not
 * permitted)}: the call, what it was about, and the kernel's reason.
 */
public class LinuxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int number;
  private final String detail;

  /**
   * Describes a failed call.
   *
   * @param call the system call's name
   * @param number the positive error number that the kernel gave
   * @param detail what the call was about: a path, a device, an address; may be empty
   */
  public LinuxException(String call, int number, String detail) {
    super(message(call, number, detail));
    this.call = call;
    this.number = number;
    this.detail = detail;
  }

  /** Returns the system call's name. */
  public final String call() {
    return call;
  }

  /** Returns the kernel's reason, {@link Errno#UNKNOWN} when it has no name here. */
  public final Errno errno() {
    return Errno.of(number);
  }

  /** Returns the kernel's reason as a positive number. */
  public final int number() {
    return number;
  }

  /** Returns what the call was about, possibly empty. */
  public final String detail() {
    return detail;
  }

  /** Returns whether the kernel's reason is one of those given. */
  public final boolean is(Errno... reasons) {
    for (Errno reason : reasons) {
      if (reason.number() == number) {
        return true;
      }
    }
    return false;
  }

  /** Returns the same failure, told with what the caller knows about it. */
  public LinuxException about(String what) {
    LinuxException told =
        new LinuxException(call, number, detail.isEmpty() ? what : what + ": " + detail);
    told.initCause(this);
    return told;
  }

  private static String message(String call, int number, String detail) {
    Errno errno = Errno.of(number);
    String reason = errno == Errno.UNKNOWN ? "errno " + number : errno.name();
    return call
        + (detail.isEmpty() ? "" : " " + detail)
        + ": "
        + reason
        + " ("
        + errno.text()
        + ")";
  }
}
