package io.cooperage.supervisor;

import io.cooperage.linux.Errno;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.IdMapRange;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.kernel.PidHandle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The resident supervisor of this node. Any thread may call; no call takes more than 90 s. When the
 * worker dies under a call that cannot be repeated safely, the call fails with ECONNRESET; the next
 * one reaches the new worker. All failures are {@link SupervisorException}s.
 */
@ProviderType
public interface Supervisor extends UserNamespaceSource {
  /** Returns who serves. */
  SupervisorInfo info();

  /**
   * Starts a CT's init up to its gate: everything is set up, only the exec is left.
   *
   * @throws SupervisorException EEXIST if the key is in use; or the stage that failed, and then
   *     nothing is left of it
   */
  InitRecord launch(LaunchPlan plan);

  /**
   * Lets an init execute its program.
   *
   * @throws SupervisorException the errno of the exec, and the init then ends and is to be
   *     forgotten; EALREADY when its program runs, ESRCH when there is none at its gate
   */
  void openGate(String key);

  /** Sends a signal to an init; ESRCH if it has ended. */
  void signal(String key, int number);

  /** Returns everything that is held, of this and of earlier daemons. */
  List<InitRecord> list();

  /** Gives up an init that has ended, with its console and exit status; none is no error. */
  void forget(String key);

  /** Starts a program in a CT; returns once it is executed. */
  Session enter(EnterPlan plan);

  /** Starts a program on the host, as a child of the supervisor. */
  Session spawn(EnterPlan plan);

  /**
   * Keeps a plan for whoever shows the token at the socket, once.
   *
   * @param token 16 unguessable bytes
   * @param validity how long it can be redeemed
   */
  void ticket(byte[] token, EnterPlan plan, Duration validity);

  /** Keeps the right to view a console for whoever shows the token at the socket, once. */
  void consoleTicket(byte[] token, String key, Duration validity);

  /** Starts the program of a ticket with the given stdio: none, or three descriptors, borrowed. */
  Session redeem(byte[] token, List<OwnedFd> stdio);

  /** Attaches to a console. */
  ConsoleView console(String key);

  /** Returns the last output of a console, at most 64 KiB. */
  byte[] consoleLog(String key);

  /** Keeps 1 to 8 descriptors under a name beyond the life of this process; they are borrowed. */
  void hold(String name, List<OwnedFd> descriptors);

  /** Returns copies of the descriptors held under a name; nothing if there are none. */
  Optional<List<OwnedFd>> held(String name);

  /** Gives up held descriptors; none is no error. */
  void release(String name);

  /**
   * Takes a running process as an init. Its exit status is known only if it is the keeper's child,
   * as what a spawned program left behind.
   *
   * @param console master and slave of its console, borrowed; may be empty
   */
  void adopt(String key, PidHandle process, List<OwnedFd> console);

  /**
   * Clones an image while the file system inside is frozen. A watchdog thaws it whatever happens.
   *
   * @param fileSystem a file of the file system
   * @param loop the open loop device below it
   * @param image the open backing file of that loop device
   * @param copy the file to clone to
   * @param limit how long it may stay frozen
   * @throws SupervisorException ETIMEDOUT when it took longer and the copy is not consistent, EXDEV
   *     or ENOTBLK when the three do not belong together
   */
  void freezeCloneThaw(
      OwnedFd fileSystem, OwnedFd loop, OwnedFd image, OwnedFd copy, Duration limit);

  /**
   * Replaces keeper and worker by another program, in place. Returns once the new one serves.
   *
   * @param program the open executable; borrowed
   * @throws SupervisorException ENOEXEC when it does not run or cannot take over; nothing changed
   */
  void update(OwnedFd program);

  /** Hears exits until closed. */
  Watch listen(ExitListener listener);

  @Override
  OwnedFd create(List<IdMapRange> users, List<IdMapRange> groups, long owner);

  /** Whether a failure means that the key or process is not known any more. */
  static boolean absent(SupervisorException e) {
    return e.is(Errno.ENOENT, Errno.ESRCH);
  }
}
