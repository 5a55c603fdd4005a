package io.cooperage.linux.socket;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A connected Unix socket of bytes without borders. One thread may receive and one send. {@link
 * #end()} wakes both, from any thread; close it when they have left.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public final class StreamSocket implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
  private static final int PEEK = 0x2;
  private static final int DONT_WAIT = 0x40;
  private static final int WAIT_ALL = 0x100;
  private static final int NO_SIGNAL = 0x4000;
  private static final int BOTH_WAYS = 2;
  private static final int INTERRUPTED = Errno.EINTR.number();

  private final OwnedFd socket;

  private StreamSocket(OwnedFd socket) {
    this.socket = socket;
  }

  /** Makes two sockets that are connected to each other. */
  public static List<StreamSocket> pair() {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block two = scratch.block(8);
      Kernel.call(Syscall.SOCKETPAIR, "", AF_UNIX, SOCK_STREAM_CLOEXEC, 0, two.address());
      return List.of(
          new StreamSocket(OwnedFd.adopt(two.bytes().getInt(0), "first of a socket pair")),
          new StreamSocket(OwnedFd.adopt(two.bytes().getInt(4), "second of a socket pair")));
    }
  }

  /** Returns the descriptor, which stays this object's own. */
  public OwnedFd descriptor() {
    return socket;
  }

  /**
   * Fills the remaining space of a buffer.
   *
   * @return false if the other end has closed before the first byte
   * @throws LinuxException ECONNRESET if it has closed after that
   */
  public boolean receive(ByteBuffer into) {
    int begin = into.position();
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.room(Math.max(1, into.remaining()));
      while (into.hasRemaining()) {
        long length =
            Kernel.attempt(
                Syscall.RECVFROM, socket.fd(), block.address(), into.remaining(), WAIT_ALL, 0, 0);
        if (length == 0 && into.position() == begin) {
          return false;
        }
        if (length > 0) {
          into.put(block.bytes().clear().limit((int) length));
        } else if (length != -INTERRUPTED) {
          int reason = length == 0 ? Errno.ECONNRESET.number() : (int) -length;
          throw new LinuxException(Syscall.RECVFROM.title(), reason, socket.title());
        }
      }
      return true;
    }
  }

  /** Sends all remaining bytes of a buffer, waiting while the receiver's queue is full. */
  public void send(ByteBuffer from) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.copy(from);
      int done = 0;
      while (done < from.remaining()) {
        long length =
            Kernel.attempt(
                Syscall.SENDTO,
                socket.fd(),
                block.address() + done,
                from.remaining() - done,
                NO_SIGNAL,
                0,
                0);
        if (length > 0) {
          done += (int) length;
        } else if (length != -INTERRUPTED) {
          throw new LinuxException(Syscall.SENDTO.title(), (int) -length, socket.title());
        }
      }
      from.position(from.limit());
    }
  }

  /** Whether the other end has closed and all that it sent was received. Never waits. */
  public boolean ended() {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block one = scratch.block(1);
      return Kernel.attempt(Syscall.RECVFROM, socket.fd(), one.address(), 1, PEEK | DONT_WAIT, 0, 0)
          == 0;
    }
  }

  /** Ends the connection both ways and wakes who waits for it. */
  public void end() {
    if (socket.isOpen()) {
      Kernel.attempt(Syscall.SHUTDOWN, socket.fd(), BOTH_WAYS);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
