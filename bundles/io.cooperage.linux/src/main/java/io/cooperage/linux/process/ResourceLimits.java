package io.cooperage.linux.process;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;

/** Resource limits of a process by {@code prlimit(2)}. */
public final class ResourceLimits {
  /** No limit. */
  public static final long UNLIMITED = -1;

  private ResourceLimits() {}

  /**
   * Returns a limit of a process.
   *
   * @param pid the process id, 0 for this process
   */
  public static Limit get(int pid, Resource resource) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block old = scratch.block(16);
      Kernel.call(Syscall.PRLIMIT64, resource.name(), pid, resource.number(), 0, old.address());
      return new Limit(old.bytes().getLong(0), old.bytes().getLong(8));
    }
  }

  /** Sets a limit of a process; raising the hard one needs CAP_SYS_RESOURCE. */
  public static void set(int pid, Resource resource, Limit limit) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block wanted = scratch.block(16);
      wanted.bytes().putLong(0, limit.soft()).putLong(8, limit.hard());
      Kernel.call(
          Syscall.PRLIMIT64,
          resource + " to " + limit,
          pid,
          resource.number(),
          wanted.address(),
          0);
    }
  }

  /**
   * A pair of limits.
   *
   * @param soft what is enforced, {@link #UNLIMITED} for none
   * @param hard how far the process may raise the soft one
   */
  public record Limit(long soft, long hard) {}

  /** What is limited. */
  public enum Resource {
    /** Size of a core file, bytes. */
    CORE(4),
    /** Number of processes of the user. */
    PROCESSES(6),
    /** Highest descriptor number plus one. */
    OPEN_FILES(7),
    /** Memory that may be locked, bytes. */
    LOCKED_MEMORY(8);

    private final int number;

    Resource(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }
}
