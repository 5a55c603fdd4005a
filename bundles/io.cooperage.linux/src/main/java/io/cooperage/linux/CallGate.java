package io.cooperage.linux;

import com.sun.jna.Native;

/** Binds {@link Libc} once per class loader and remembers a failure to do so. */
final class CallGate {
  private static final CallGate OPENED = open();

  private final Libc libc;
  private final Machine machine;
  private final Throwable failure;

  private CallGate(Libc libc, Machine machine, Throwable failure) {
    this.libc = libc;
    this.machine = machine;
    this.failure = failure;
  }

  static CallGate opened() {
    if (OPENED.failure != null) {
      throw new NativeLibraryException(OPENED.failure);
    }
    return OPENED;
  }

  long call(Syscall call, long a, long b, long c, long d, long e, long f) {
    long result = libc.syscall(call.number(machine), a, b, c, d, e, f);
    return result == -1 ? -Native.getLastError() : result;
  }

  private static CallGate open() {
    try {
      Machine machine = Machine.current();
      Native.register(Libc.class, "c");
      return new CallGate(new Libc(), machine, null);
    } catch (LinkageError | IllegalStateException | IllegalArgumentException e) {
      return new CallGate(null, null, e);
    }
  }
}
