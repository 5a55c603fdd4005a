package io.cooperage.linux;

import com.sun.jna.Native;
import java.lang.invoke.MethodHandle;

/**
 * The way to the kernel, opened once per class loader; a failure to open it is remembered and told
 * each time.
 *
 * <p>A record, because the virtual machine treats a record's fields as constants and then calls the
 * handle directly.
 *
 * @param syscall the C library's function, null after a failure
 * @param machine whose numbers to use, null after a failure
 * @param failure why it cannot be used, null when it can
 */
record CallGate(MethodHandle syscall, Machine machine, Throwable failure) {
  private static final CallGate OPENED = open();

  static CallGate opened() {
    if (OPENED.failure != null) {
      throw new NativeLibraryException(OPENED.failure);
    }
    return OPENED;
  }

  long call(Syscall call, long a, long b, long c, long d, long e, long f) {
    long number = call.number(machine);
    try {
      long result = (long) syscall.invokeExact(number, a, b, c, d, e, f);
      return result == -1 ? -Native.getLastError() : result;
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("a native method threw", thrown);
    }
  }

  private static CallGate open() {
    try {
      return new CallGate(SyscallClass.bind(), Machine.current(), null);
    } catch (LinkageError | ReflectiveOperationException | RuntimeException e) {
      return new CallGate(null, null, e);
    }
  }
}
