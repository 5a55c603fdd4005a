package io.cooperage.linux.notify;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds up whoever opens or reads chosen files, from any namespace, until it is answered. When it
 * is closed, also by the end of the process, everybody goes on. Any thread may call; one should
 * wait.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/fanotify.7.html">fanotify(7)</a>
 */
public final class AccessGate implements AutoCloseable {
  // fanotify_init(2)
  private static final int CLOSE_ON_EXEC = 1;
  private static final int NON_BLOCKING = 2;
  private static final int CLASS_CONTENT = 4;
  private static final int UNLIMITED_QUEUE = 0x10;
  private static final int UNLIMITED_MARKS = 0x20;
  private static final int READ_ONLY_CLOSE_ON_EXEC = 0x80000;

  // fanotify_mark(2)
  private static final int ADD = 1;
  private static final int REMOVE = 2;
  private static final int IGNORED = 0x20;
  private static final int IGNORED_THOUGH_MODIFIED = 0x40;
  private static final long OPEN_AND_READ = 0x10000 | 0x20000;

  private static final int HEADER = 24;
  private static final int ROOM = 4096;
  private static final int ALLOW = 1;
  private static final int ANSWER = 8;

  private final OwnedFd group;

  private AccessGate(OwnedFd group) {
    this.group = group;
  }

  /**
   * Somebody who waits. The file is theirs, opened anew to be read, and the receiver's to close; an
   * answer closes it.
   *
   * @param process whose thread it is, as this process sees it; 0 if it does not
   */
  public record Access(OwnedFd file, int process) {}

  /**
   * Opens one; it needs CAP_SYS_ADMIN.
   *
   * @throws LinuxException ENOSYS or EINVAL if the kernel was built without permission events
   */
  public static AccessGate open() {
    int flags = CLOSE_ON_EXEC | NON_BLOCKING | CLASS_CONTENT | UNLIMITED_QUEUE | UNLIMITED_MARKS;
    long fd = Kernel.call(Syscall.FANOTIFY_INIT, "", flags, READ_ONLY_CLOSE_ON_EXEC);
    return new AccessGate(OwnedFd.adopt((int) fd, "fanotify"));
  }

  /** To wait for somebody; borrowed. */
  public OwnedFd descriptor() {
    return group;
  }

  /** Begins to ask about a file, until it is gone. */
  public void guard(OwnedFd file) {
    mark(ADD, OPEN_AND_READ, file);
  }

  /** Ends what {@link #guard} began. */
  public void unguard(OwnedFd file) {
    mark(REMOVE, OPEN_AND_READ, file);
  }

  /** Lets everybody pass a guarded file unasked until {@link #askAgain}. */
  public void pass(OwnedFd file) {
    mark(ADD | IGNORED | IGNORED_THOUGH_MODIFIED, OPEN_AND_READ, file);
  }

  /** Ends what {@link #pass} began. */
  public void askAgain(OwnedFd file) {
    mark(REMOVE | IGNORED, OPEN_AND_READ, file);
  }

  private void mark(int what, long mask, OwnedFd file) {
    Kernel.call(Syscall.FANOTIFY_MARK, file.title(), group.fd(), what, mask, file.fd(), 0);
  }

  /** Who waits now; nobody is an empty list. */
  public List<Access> waiting() {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(ROOM);
      long read = Kernel.attempt(Syscall.READ, group.fd(), block.address(), ROOM);
      if (read == -Errno.EAGAIN.number() || read == -Errno.EINTR.number()) {
        return List.of();
      }
      if (read < 0) {
        throw new LinuxException("read", (int) -read, "fanotify");
      }
      return accesses(block.bytes().limit((int) read));
    }
  }

  private static List<Access> accesses(ByteBuffer events) {
    List<Access> all = new ArrayList<>();
    int at = 0;
    while (events.limit() - at >= HEADER) {
      int fd = events.getInt(at + 16);
      if (fd >= 0) {
        all.add(new Access(OwnedFd.adopt(fd, "a guarded file"), events.getInt(at + 20)));
      }
      at += Math.max(HEADER, events.getInt(at));
    }
    return all;
  }

  /** Lets somebody go on. */
  public void allow(Access access) {
    try (Scratch scratch = new Scratch();
        OwnedFd file = access.file()) {
      Scratch.Block answer = scratch.block(ANSWER);
      answer.bytes().putInt(file.fd()).putInt(ALLOW);
      long written = Kernel.attempt(Syscall.WRITE, group.fd(), answer.address(), ANSWER);
      // Whoever waited was killed meanwhile.
      if (written < 0 && written != -Errno.ENOENT.number()) {
        throw new LinuxException("write", (int) -written, "fanotify");
      }
    }
  }

  @Override
  public void close() {
    group.close();
  }
}
