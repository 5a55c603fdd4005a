package io.cooperage.controller.network;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A TCP connection that sends as much as it may, from one namespace to another. */
final class TcpFlow implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final SocketChannel sender;
  private final SocketChannel receiver;
  private final AtomicLong received = new AtomicLong();
  private volatile String broken = "";

  private TcpFlow(SocketChannel sender, SocketChannel receiver) {
    this.sender = sender;
    this.receiver = receiver;
    run(() -> fill(sender));
    run(() -> drain(receiver));
  }

  static TcpFlow between(OwnedFd from, OwnedFd to, String address) {
    InetAddress ip = IpPrefix.parse(address).address();
    try (ServerSocketChannel server =
        in(to, () -> ServerSocketChannel.open().bind(new InetSocketAddress(ip, 0)))) {
      SocketChannel sender = in(from, () -> SocketChannel.open(server.getLocalAddress()));
      return new TcpFlow(sender, server.accept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Payload that arrived so far, in bytes. */
  long received() {
    return received.get();
  }

  /** Why it ended, empty while it lives. */
  String broken() {
    return broken;
  }

  /** Megabits of payload per second that each flow gets during a time, after a time to settle. */
  static double[] measure(Duration settle, Duration time, TcpFlow... flows) {
    pause(settle);
    long start = System.nanoTime();
    long[] before = new long[flows.length];
    for (int i = 0; i < flows.length; i++) {
      before[i] = flows[i].received();
    }
    pause(time);
    double seconds = (System.nanoTime() - start) / 1e9;
    double[] rates = new double[flows.length];
    for (int i = 0; i < flows.length; i++) {
      rates[i] = (flows[i].received() - before[i]) * 8 / 1e6 / seconds;
    }
    return rates;
  }

  /** Lets traffic flow for a while: time is what is measured here. */
  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private void fill(SocketChannel channel) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    while (channel.isOpen()) {
      channel.write(chunk.clear());
    }
  }

  private void drain(SocketChannel channel) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    int count = 0;
    while (count >= 0) {
      received.addAndGet(count);
      count = channel.read(chunk.clear());
    }
  }

  private void run(Transfer work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                broken = e.toString();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static <T> T in(OwnedFd namespace, Opening<T> opening) {
    return NamespaceThread.callIn(
        namespace,
        NamespaceKind.NETWORK,
        () -> {
          try {
            return opening.open();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() {
    try {
      sender.close();
      receiver.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Transfer {
    void run() throws IOException;
  }

  private interface Opening<T> {
    T open() throws IOException;
  }
}
