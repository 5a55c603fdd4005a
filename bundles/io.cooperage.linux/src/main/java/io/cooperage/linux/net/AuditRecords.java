package io.cooperage.linux.net;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.process.Poll;
import io.cooperage.spi.kernel.IdMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel's audit says, as everybody with CAP_AUDIT_READ in the host's first network
 * namespace may hear it: with an audit daemon or without, and before the rate limit of the kernel's
 * log. One thread at a time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7), NETLINK_AUDIT</a>
 */
public final class AuditRecords implements AutoCloseable {
  /** {@code AUDIT_SECCOMP} of linux/audit.h. */
  public static final int SECCOMP = 1326;

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int NETLINK_AUDIT = 9;
  private static final int READERS = 1;
  private static final int ADDRESS_SIZE = 12;
  private static final int HEADER = 16;
  private static final int LONGEST = 16 * 1024;
  private static final int MOST_AT_ONCE = 1000;
  private static final int DO_NOT_WAIT = 0x40;
  private static final int SOL_SOCKET = 1;
  private static final int ATTACH_FILTER = 26;
  private static final int DETACH_FILTER = 27;
  private static final int PROGRAM_SIZE = 16;
  private static final int INSTRUCTION = 8;

  private final OwnedFd socket;
  private long lost;

  private AuditRecords(OwnedFd socket) {
    this.socket = socket;
  }

  /**
   * Begins to listen.
   *
   * @throws LinuxException EPROTONOSUPPORT where the kernel has no audit, ECONNREFUSED or EPERM in
   *     another network namespace or without the capability
   */
  public static AuditRecords open() {
    long fd = Kernel.call(Syscall.SOCKET, "audit", AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_AUDIT);
    OwnedFd socket = OwnedFd.adopt((int) fd, "audit");
    try (Scratch scratch = new Scratch()) {
      Scratch.Block address = scratch.block(ADDRESS_SIZE);
      address.bytes().putShort(0, (short) AF_NETLINK).putInt(8, READERS);
      Kernel.call(Syscall.BIND, "audit", fd, address.address(), ADDRESS_SIZE);
      return new AuditRecords(socket);
    } catch (LinuxException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Has the kernel drop, from now on, all but records of filtered calls that some users have made:
   * what others make it tell costs the reader nothing and takes no room. Any thread may call. Of
   * very many users it drops none.
   */
  public void onlyFilteredCallsOf(List<IdMap> users) {
    ByteBuffer code = AuditFilter.of(SECCOMP, users);
    try (Scratch scratch = new Scratch()) {
      Scratch.Block program = scratch.block(PROGRAM_SIZE);
      program.bytes().putShort(0, (short) (code.remaining() / INSTRUCTION));
      program.bytes().putLong(8, scratch.copy(code).address());
      if (code.hasRemaining()) {
        Kernel.call(
            Syscall.SETSOCKOPT,
            "audit",
            socket.fd(),
            SOL_SOCKET,
            ATTACH_FILTER,
            program.address(),
            PROGRAM_SIZE);
      } else {
        // None may be there yet.
        Kernel.attempt(
            Syscall.SETSOCKOPT,
            socket.fd(),
            SOL_SOCKET,
            DETACH_FILTER,
            program.address(),
            PROGRAM_SIZE);
      }
    }
  }

  /** Texts of new records of a type, at most 1000; none when the time is over. */
  public List<String> next(int type, Duration limit) {
    List<String> texts = new ArrayList<>();
    if (Poll.readable(socket, limit)) {
      try (Scratch scratch = new Scratch()) {
        Scratch.Block block = scratch.room(LONGEST);
        for (int i = 0; i < MOST_AT_ONCE && receive(block, type, texts); i++) {
          block.bytes().clear();
        }
      }
    }
    return texts;
  }

  /**
   * How many times records were dropped by the kernel since they came faster than they were read.
   */
  public long lost() {
    return lost;
  }

  private boolean receive(Scratch.Block block, int type, List<String> into) {
    long length =
        Kernel.attempt(Syscall.RECVFROM, socket.fd(), block.address(), LONGEST, DO_NOT_WAIT, 0, 0);
    if (length == -Errno.ENOBUFS.number()) {
      lost++;
      return true;
    }
    if (length == -Errno.EAGAIN.number() || length == -Errno.EINTR.number()) {
      return false;
    }
    if (length < 0) {
      throw new LinuxException(Syscall.RECVFROM.title(), (int) -length, "audit");
    }
    // The kernel's header counts itself or not, by its age: the message's own end is what counts.
    if (length > HEADER && Short.toUnsignedInt(block.bytes().getShort(4)) == type) {
      byte[] text = new byte[(int) length - HEADER];
      block.bytes().get(HEADER, text);
      into.add(new String(text, StandardCharsets.UTF_8).split("\0", 2)[0].strip());
    }
    return true;
  }

  @Override
  public void close() {
    socket.close();
  }
}
