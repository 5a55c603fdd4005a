package io.cooperage.linux.process;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits for descriptors by {@code ppoll(2)}. */
public final class Poll {
  private static final short INPUT = 1;
  private static final short OUTPUT = 4;
  private static final int ENTRY = 8;

  private Poll() {}

  /** Waits until a descriptor has input, has ended, or failed; says false when the time is over. */
  public static boolean readable(OwnedFd descriptor, Duration timeout) {
    return !await(List.of(descriptor), INPUT, timeout).isEmpty();
  }

  /** Waits until a descriptor takes output or has failed; says false when the time is over. */
  public static boolean writable(OwnedFd descriptor, Duration timeout) {
    return !await(List.of(descriptor), OUTPUT, timeout).isEmpty();
  }

  /**
   * Waits for any of several descriptors and returns those that have input, have ended, or failed.
   */
  public static List<OwnedFd> anyReadable(List<OwnedFd> descriptors, Duration timeout) {
    return await(descriptors, INPUT, timeout);
  }

  private static List<OwnedFd> await(List<OwnedFd> descriptors, short events, Duration timeout) {
    long deadline = System.nanoTime() + nanoseconds(timeout);
    try (Scratch scratch = new Scratch()) {
      Scratch.Block entries = scratch.block(Math.max(1, descriptors.size() * ENTRY));
      Scratch.Block time = scratch.block(16);
      ByteBuffer b = entries.bytes();
      descriptors.forEach(d -> b.putInt(d.fd()).putShort(events).putShort((short) 0));
      long result = -Errno.EINTR.number();
      while (result == -Errno.EINTR.number()) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        time.bytes().putLong(0, left.getSeconds()).putLong(8, left.getNano());
        result =
            Kernel.attempt(
                Syscall.PPOLL, entries.address(), descriptors.size(), time.address(), 0, 0);
      }
      if (result < 0) {
        throw new LinuxException(Syscall.PPOLL.title(), (int) -result, descriptors.toString());
      }
      return ready(descriptors, b);
    }
  }

  private static List<OwnedFd> ready(List<OwnedFd> descriptors, ByteBuffer entries) {
    List<OwnedFd> ready = new ArrayList<>();
    for (int i = 0; i < descriptors.size(); i++) {
      if (entries.getShort(i * ENTRY + 6) != 0) {
        ready.add(descriptors.get(i));
      }
    }
    return ready;
  }

  private static long nanoseconds(Duration timeout) {
    long longest = Duration.ofDays(365).toNanos();
    return timeout.compareTo(Duration.ofDays(365)) > 0 ? longest : timeout.toNanos();
  }
}
