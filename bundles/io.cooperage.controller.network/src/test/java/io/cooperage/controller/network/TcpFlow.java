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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A TCP connection that sends as much as it may, from one namespace to another. */
final class TcpFlow implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;
  private static final Duration STEP = Duration.ofMillis(250);
  private static final int STEADY = 3;
  private static final int STEPS = 80;

  private final SocketChannel sender;
  private final SocketChannel receiver;
  private final OwnedFd to;
  private final AtomicLong received = new AtomicLong();
  private volatile String broken = "";

  private TcpFlow(SocketChannel sender, SocketChannel receiver, OwnedFd to) {
    this.sender = sender;
    this.receiver = receiver;
    this.to = to;
    run(() -> fill(sender));
    run(() -> drain(receiver));
  }

  static TcpFlow between(OwnedFd from, OwnedFd to, String address) {
    InetAddress ip = IpPrefix.parse(address).address();
    try (ServerSocketChannel server =
        in(to, () -> ServerSocketChannel.open().bind(new InetSocketAddress(ip, 0)))) {
      SocketChannel sender = in(from, () -> SocketChannel.open(server.getLocalAddress()));
      return new TcpFlow(sender, server.accept(), to);
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

  /**
   * What flows to one namespace got, in megabits per second: the payload of each, and all IP that
   * arrived. Payload behind a lost segment waits in the receiver and comes at once when the hole is
   * filled, so only what arrived tells whether a limit holds.
   */
  record Rates(List<Double> payload, double arrived) {
    double sum() {
      return payload.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /** Waits until the flows together are steady: a change of a limit leaves TCP to recover. */
  static void settle(TcpFlow... flows) {
    Rates last = measure(STEP, flows);
    int steady = 0;
    for (int step = 0; step < STEPS && steady < STEADY; step++) {
      Rates now = measure(STEP, flows);
      boolean same = now.sum() > 0 && Math.abs(now.sum() - last.sum()) < now.sum() / 10;
      steady = same ? steady + 1 : 0;
      last = now;
    }
  }

  /** What flows to one namespace get during a time. */
  static Rates measure(Duration time, TcpFlow... flows) {
    long start = System.nanoTime();
    long octets = flows[0].arrivedOctets();
    long[] before = Arrays.stream(flows).mapToLong(TcpFlow::received).toArray();
    pause(time);
    double megabits = 8e3 / (System.nanoTime() - start);
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < flows.length; i++) {
      rates.add((flows[i].received() - before[i]) * megabits);
    }
    return new Rates(rates, (flows[0].arrivedOctets() - octets) * megabits);
  }

  /** IPv4 and IPv6 that the receiver's namespace got so far, in bytes with headers. */
  private long arrivedOctets() {
    return in(
        to,
        () -> {
          long octets = 0;
          List<String> names = List.of();
          for (String line : Files.readAllLines(Path.of("/proc/thread-self/net/netstat"))) {
            List<String> fields = List.of(line.split(" "));
            int column = names.indexOf("InOctets");
            if (column > 0 && fields.get(0).equals(names.get(0))) {
              octets += Long.parseLong(fields.get(column));
            }
            names = fields;
          }
          for (String line : Files.readAllLines(Path.of("/proc/thread-self/net/snmp6"))) {
            if (line.startsWith("Ip6InOctets")) {
              octets += Long.parseLong(line.substring("Ip6InOctets".length()).strip());
            }
          }
          return octets;
        });
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
