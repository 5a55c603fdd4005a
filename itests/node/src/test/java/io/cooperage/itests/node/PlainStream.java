package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** A TCP connection to a CT on which bytes flow one way as fast as they may. */
final class PlainStream implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final AtomicLong bytes = new AtomicLong();
  private volatile String broken = "";
  private volatile boolean closed;

  private PlainStream(Socket socket, Transfer transfer) {
    this.socket = socket;
    Thread thread = new Thread(() -> run(transfer), "plain-stream");
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes what the CT sends. */
  static PlainStream from(String address, int port) throws IOException {
    Socket socket = connect(address, port);
    byte[] chunk = new byte[CHUNK];
    return new PlainStream(socket, () -> socket.getInputStream().read(chunk));
  }

  /** Sends to the CT; what the sockets hold back counts too. */
  static PlainStream to(String address, int port) throws IOException {
    Socket socket = connect(address, port);
    byte[] chunk = new byte[CHUNK];
    return new PlainStream(
        socket,
        () -> {
          socket.getOutputStream().write(chunk);
          return chunk.length;
        });
  }

  private static Socket connect(String address, int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
    return socket;
  }

  private void run(Transfer transfer) {
    try {
      int count = transfer.run();
      while (count >= 0) {
        bytes.addAndGet(count);
        count = transfer.run();
      }
      broken = "ended by the CT";
    } catch (IOException e) {
      broken = closed ? "" : e.toString();
    }
  }

  /** Bytes so far. */
  long bytes() {
    return bytes.get();
  }

  /** Megabits per second that a counter of bytes grows by, after a time to settle. */
  static double rate(LongSupplier counter, Duration settle, Duration time) {
    pause(settle);
    long start = System.nanoTime();
    long before = counter.getAsLong();
    pause(time);
    return (counter.getAsLong() - before) * 8e3 / (System.nanoTime() - start);
  }

  /** Why it ended though nobody closed it; empty while it lives. */
  String broken() {
    return broken;
  }

  /** Lets traffic flow: time is what is measured. */
  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Transfer {
    int run() throws IOException;
  }
}
