package io.cooperage.linux.process;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Syscall;
import io.cooperage.spi.kernel.PidHandle;
import java.time.Duration;
import java.util.Optional;

/**
 * A descriptor of a process: unlike its id it can never come to mean another one. Any thread may
 * call.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
 */
public final class PidFd implements AutoCloseable {
  private final OwnedFd descriptor;

  private PidFd(OwnedFd descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Wraps a descriptor that came from elsewhere, for example with a message, and takes ownership.
   */
  public static PidFd adopt(OwnedFd descriptor) {
    return new PidFd(descriptor);
  }

  /** Opens the process that has the id now; nothing when there is none. */
  public static Optional<PidFd> find(int pid) {
    long fd = Kernel.attempt(Syscall.PIDFD_OPEN, pid, 0);
    if (fd == -Errno.ESRCH.number()) {
      return Optional.empty();
    }
    if (fd < 0) {
      throw new LinuxException(Syscall.PIDFD_OPEN.title(), (int) -fd, "process " + pid);
    }
    return Optional.of(new PidFd(OwnedFd.adopt((int) fd, "process " + pid)));
  }

  /**
   * Opens a process that was met before; nothing when it has ended, also when its id is in use
   * again.
   */
  public static Optional<PidFd> find(PidHandle process) {
    Optional<PidFd> found = find(process.pid());
    // The start time is read after the descriptor is open, so that the id cannot change hands in
    // between.
    boolean same =
        ProcessStat.find(process.pid())
            .filter(stat -> stat.startTime() == process.startTime() && !stat.ended())
            .isPresent();
    if (found.isPresent() && !same) {
      found.get().close();
      return Optional.empty();
    }
    return found;
  }

  /** Sends a signal; says false when the process has ended. */
  public boolean signal(Signal signal) {
    long result = Kernel.attempt(Syscall.PIDFD_SEND_SIGNAL, descriptor.fd(), signal.number(), 0, 0);
    if (result < 0 && result != -Errno.ESRCH.number()) {
      String about = signal + " to " + descriptor.title();
      throw new LinuxException(Syscall.PIDFD_SEND_SIGNAL.title(), (int) -result, about);
    }
    return result == 0;
  }

  /** Returns whether all threads of the process have ended; it may still wait to be reaped. */
  public boolean exited() {
    return awaitExit(Duration.ZERO);
  }

  /** Waits for the end of the process; says whether it has come. */
  public boolean awaitExit(Duration timeout) {
    return Poll.readable(descriptor, timeout);
  }

  /** Returns the open descriptor, which stays this object's own. */
  public OwnedFd descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
