package io.cooperage.linux.thread;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.process.ThreadCapabilities;
import java.util.function.Supplier;

/**
 * Runs work as another user for file access (fsuid, fsgid) with all of this process's capabilities
 * kept. That is how an overlay over idmapped layers is mounted writable, and how files that a CT's
 * root shall own are made through an idmapped mount.
 *
 * <p>The umask stays the process's own: set permissions explicitly.
 */
public final class CredentialThread {
  private CredentialThread() {}

  /**
   * Runs the work on a new thread whose fsuid and fsgid are set.
   *
   * @param user the user id as the host sees it
   * @param group the group id as the host sees it
   * @throws LinuxException EPERM when the kernel does not let this process take that identity
   */
  public static <T> T call(long user, long group, Supplier<T> work) {
    return ThrowawayThread.call(
        "cooperage-as-" + user,
        () -> {
          assume(Syscall.SETFSGID, group);
          assume(Syscall.SETFSUID, user);
          // Leaving fsuid 0 takes the file capabilities out of the effective set.
          ThreadCapabilities.current().raiseEffective();
        },
        work);
  }

  /** Runs the work as {@link #call} does, for its effect only. */
  public static void run(long user, long group, Runnable work) {
    call(
        user,
        group,
        () -> {
          work.run();
          return null;
        });
  }

  private static void assume(Syscall call, long id) {
    Kernel.attempt(call, id);
    // These two calls report no error: they answer the id in force, and -1 is never accepted as a
    // new one.
    if ((int) Kernel.attempt(call, -1) != (int) id) {
      throw new LinuxException(call.title(), Errno.EPERM.number(), Long.toString(id));
    }
  }
}
