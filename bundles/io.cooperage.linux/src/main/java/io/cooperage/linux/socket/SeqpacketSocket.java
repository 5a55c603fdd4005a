package io.cooperage.linux.socket;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.process.Poll;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A connected Unix socket that keeps message borders and passes descriptors. Several threads may
 * send, and one may receive meanwhile. {@link #close()} wakes both: they then get ECONNRESET or
 * EPIPE.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public final class SeqpacketSocket implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_SEQPACKET_CLOEXEC = 5 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int NO_SIGNAL = 0x4000;
  private static final int CLOSE_ON_EXEC = 0x40000000;
  private static final int DONT_WAIT = 0x40;
  private static final int BOTH_WAYS = 2;

  private final OwnedFd socket;
  private int users;
  private boolean closing;

  private SeqpacketSocket(OwnedFd socket) {
    this.socket = socket;
  }

  /** Connects to a listening socket. */
  public static SeqpacketSocket connect(Path path) {
    long fd = Kernel.call(Syscall.SOCKET, path.toString(), AF_UNIX, SOCK_SEQPACKET_CLOEXEC, 0);
    OwnedFd socket = OwnedFd.adopt((int) fd, path.toString());
    try {
      SocketAddress.with(
          path,
          address ->
              Kernel.call(Syscall.CONNECT, path.toString(), fd, address.address(), address.size()));
      return new SeqpacketSocket(socket);
    } catch (LinuxException e) {
      socket.close();
      throw e;
    }
  }

  /** Wraps a connected socket and takes ownership. */
  public static SeqpacketSocket adopt(OwnedFd socket) {
    return new SeqpacketSocket(socket);
  }

  /** Makes two sockets that are connected to each other. */
  public static List<SeqpacketSocket> pair() {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block two = scratch.block(8);
      Kernel.call(Syscall.SOCKETPAIR, "", AF_UNIX, SOCK_SEQPACKET_CLOEXEC, 0, two.address());
      return List.of(
          new SeqpacketSocket(OwnedFd.adopt(two.bytes().getInt(0), "first of a socket pair")),
          new SeqpacketSocket(OwnedFd.adopt(two.bytes().getInt(4), "second of a socket pair")));
    }
  }

  /**
   * Sends one message, waiting while the receiver's queue is full.
   *
   * @param content at least one byte; an empty message would read as the end
   * @param descriptors borrowed; the receiver gets copies
   */
  public void send(ByteBuffer content, OwnedFd... descriptors) {
    if (!content.hasRemaining()) {
      throw new IllegalArgumentException("a message must not be empty");
    }
    int[] numbers = new int[descriptors.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = descriptors[i].fd();
    }
    using(
        () -> {
          try (Scratch scratch = new Scratch()) {
            MessageHeader header = MessageHeader.toSend(scratch, content, numbers);
            return Kernel.call(
                Syscall.SENDMSG, socket.title(), socket.fd(), header.address(), NO_SIGNAL);
          }
        });
  }

  /**
   * Receives one message.
   *
   * @param limit the largest content in bytes that is accepted
   * @param timeout how long to wait
   * @return nothing when the time is over
   * @throws LinuxException ECONNRESET when the peer has closed, EMSGSIZE when the message is larger
   */
  public Optional<Message> receive(int limit, Duration timeout) {
    return using(() -> Poll.readable(socket, timeout) ? tryReceive(limit) : Optional.empty());
  }

  /** Returns who is at the other end. */
  public PeerCredentials peer() {
    return using(
        () -> {
          try (Scratch scratch = new Scratch()) {
            Scratch.Block value = scratch.block(12);
            Scratch.Block length = scratch.block(4);
            length.bytes().putInt(0, 12);
            Kernel.call(
                Syscall.GETSOCKOPT,
                socket.title(),
                socket.fd(),
                SOL_SOCKET,
                SO_PEERCRED,
                value.address(),
                length.address());
            ByteBuffer b = value.bytes();
            return new PeerCredentials(
                b.getInt(0),
                Integer.toUnsignedLong(b.getInt(4)),
                Integer.toUnsignedLong(b.getInt(8)));
          }
        });
  }

  /** Ends the connection, wakes the threads that use it, and returns when they have left. */
  @Override
  public void close() {
    boolean interrupted = false;
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      Kernel.attempt(Syscall.SHUTDOWN, socket.fd(), BOTH_WAYS);
      while (users > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      socket.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Message> tryReceive(int limit) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block payload = scratch.room(limit);
      MessageHeader header = MessageHeader.toReceive(scratch, payload);
      long length =
          Kernel.attempt(Syscall.RECVMSG, socket.fd(), header.address(), CLOSE_ON_EXEC | DONT_WAIT);
      if (length == -Errno.EAGAIN.number() || length == -Errno.EINTR.number()) {
        return Optional.empty();
      }
      if (length <= 0) {
        int reason = length == 0 ? Errno.ECONNRESET.number() : (int) -length;
        throw new LinuxException(Syscall.RECVMSG.title(), reason, socket.title());
      }
      List<OwnedFd> descriptors = header.descriptors("received from " + socket.title());
      if (header.truncated()) {
        descriptors.forEach(OwnedFd::close);
        throw new LinuxException(Syscall.RECVMSG.title(), Errno.EMSGSIZE.number(), socket.title());
      }
      ByteBuffer content = ByteBuffer.allocate((int) length).order(payload.bytes().order());
      content.put(payload.bytes().limit((int) length)).flip();
      ByteBuffer readOnly = content.asReadOnlyBuffer().order(content.order());
      return Optional.of(new Message(readOnly, descriptors));
    }
  }

  private <T> T using(Supplier<T> call) {
    synchronized (this) {
      if (closing) {
        throw new LinuxException("socket", Errno.EPIPE.number(), socket.title());
      }
      users++;
    }
    try {
      return call.get();
    } finally {
      synchronized (this) {
        users--;
        notifyAll();
      }
    }
  }
}
