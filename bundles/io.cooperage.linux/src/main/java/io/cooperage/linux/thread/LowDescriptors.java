package io.cooperage.linux.thread;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.Syscall;
import java.util.function.Supplier;

/**
 * Gives a C library low descriptor numbers, however many files this process has open. One that
 * waits by {@code select(2)} ends the whole process when it meets a number from 1,024 on.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/select.2.html">select(2)</a>
 */
public final class LowDescriptors {
  private static final long CLONE_FILES = 0x400;
  private static final int STANDARD_INPUT = 0;

  private LowDescriptors() {}

  /**
   * Runs work on a {@link ThrowawayThread} with a descriptor table of its own, a copy in which
   * number 0 is free. What the work opens is closed with the thread and is nothing to any other
   * one, so it must open nothing that outlives it; what it needs of Java's should be loaded before.
   *
   * @param name the thread's name
   * @throws io.cooperage.linux.LinuxException when the kernel refuses the copy
   */
  public static <T> T call(String name, Supplier<T> work) {
    return ThrowawayThread.call(
        name,
        () -> {
          Kernel.call(Syscall.UNSHARE, "the descriptor table", CLONE_FILES);
          // Free already if it is not open.
          long unused = Kernel.attempt(Syscall.CLOSE, STANDARD_INPUT);
        },
        work);
  }
}
