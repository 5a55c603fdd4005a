package io.cooperage.linux;

/**
 * System calls by number on the calling thread. Arguments are registers: integers, descriptors, or
 * addresses from a {@link Scratch}. There is no C library in between, so a call that changes the
 * credentials, capabilities or namespaces of "the calling thread" changes exactly that thread; run
 * those on a {@link io.cooperage.linux.thread.ThrowawayThread}.
 *
 * <p>Any thread may call. The typed classes of the sub-packages should be preferred where they
 * exist.
 */
public final class Kernel {
  private Kernel() {}

  /** Loads JNA's native part now (some 100 ms once), for a warm-up in the background at start. */
  public static void load() {
    CallGate.opened();
  }

  /**
   * Makes a call and gives its raw outcome.
   *
   * @return the result, or the negated error number
   */
  public static long attempt(Syscall call, long... registers) {
    long[] r = registers;
    CallGate gate = CallGate.opened();
    return switch (r.length) {
      case 0 -> gate.call(call, 0, 0, 0, 0, 0, 0);
      case 1 -> gate.call(call, r[0], 0, 0, 0, 0, 0);
      case 2 -> gate.call(call, r[0], r[1], 0, 0, 0, 0);
      case 3 -> gate.call(call, r[0], r[1], r[2], 0, 0, 0);
      case 4 -> gate.call(call, r[0], r[1], r[2], r[3], 0, 0);
      case 5 -> gate.call(call, r[0], r[1], r[2], r[3], r[4], 0);
      case 6 -> gate.call(call, r[0], r[1], r[2], r[3], r[4], r[5]);
      default -> throw new IllegalArgumentException("a system call has at most six arguments");
    };
  }

  /**
   * Makes a call that must succeed, again when a signal interrupted it.
   *
   * @param detail what the call is about, for the error message; may be empty
   * @throws LinuxException when the kernel refuses
   */
  public static long call(Syscall call, String detail, long... registers) {
    long result = attempt(call, registers);
    while (result == -Errno.EINTR.number()) {
      result = attempt(call, registers);
    }
    if (result < 0 && result > -4096) {
      throw new LinuxException(call.title(), (int) -result, detail);
    }
    return result;
  }
}
