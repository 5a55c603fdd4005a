package io.cooperage.bench;

import io.cooperage.itests.node.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP connection to a CT on which bytes flow one way as fast as they may. */
final class TcpLoad implements AutoCloseable {
  private static final int SOURCE = 9000;
  private static final int SINK = 9001;
  private static final int CHUNK = 64 * 1024;
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final AtomicLong bytes = new AtomicLong();
  private volatile String broken = "";
  private volatile boolean closed;

  private interface Transfer {
    int run() throws IOException;
  }

  private TcpLoad(Socket socket, Transfer transfer) {
    this.socket = socket;
    Thread thread = new Thread(() -> run(transfer), "tcp-load");
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts in a CT what sends to and takes from whoever connects. */
  static void serve(Guest guest) {
    guest.load("exec nc -ll -p " + SOURCE + " -e cat /dev/zero");
    guest.load("exec nc -ll -p " + SINK + " -e sh -c \"exec cat >/dev/null\"");
    Await.until(
        "both services listen",
        Duration.ofSeconds(20),
        () -> {
          String ports = guest.run("netstat -ltn").output();
          return ports.contains(":" + SINK) && ports.contains(":" + SOURCE);
        });
  }

  static String address(String ctid) {
    return "10.80.0." + ctid;
  }

  static TcpLoad from(Guest guest) throws IOException {
    Socket socket = connect(guest, SOURCE);
    byte[] chunk = new byte[CHUNK];
    return new TcpLoad(socket, () -> socket.getInputStream().read(chunk));
  }

  static TcpLoad to(Guest guest) throws IOException {
    Socket socket = connect(guest, SINK);
    socket.setSendBufferSize(2 * CHUNK);
    byte[] chunk = new byte[CHUNK];
    return new TcpLoad(
        socket,
        () -> {
          socket.getOutputStream().write(chunk);
          return chunk.length;
        });
  }

  private static Socket connect(Guest guest, int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(address(guest.ctid()), port), PATIENCE_MILLIS);
    return socket;
  }

  private void run(Transfer transfer) {
    try {
      for (int count = transfer.run(); count >= 0; count = transfer.run()) {
        bytes.addAndGet(count);
      }
      broken = "ended by the CT";
    } catch (IOException e) {
      broken = closed ? "" : e.toString();
    }
  }

  long bytes() {
    return bytes.get();
  }

  /** Why it ended though nobody closed it; empty while it lives. */
  String broken() {
    return broken;
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
}
