package io.cooperage.itests.node;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One TCP connection on which every message comes back, or else the client fails. */
final class EchoClient implements AutoCloseable {
  private static final long PAUSE_NANOS = 10_000_000;
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;
  private final CompletableFuture<Void> loop;
  private volatile long echoes;
  private volatile long longestNanos;
  private volatile boolean closed;

  private EchoClient(Socket socket) {
    this.socket = socket;
    this.loop = CompletableFuture.runAsync(this::run);
  }

  /** Connects, once; the echo service must be there. */
  public static EchoClient connect(String address, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new EchoClient(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Whether a connection can be made now. */
  public static boolean accepts(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1_000);
      return true;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException e) {
      return false;
    }
  }

  private void run() {
    try {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      long last = System.nanoTime();
      for (long number = 0; !closed; number++) {
        out.writeLong(number);
        long answer = in.readLong();
        if (answer != number) {
          throw new IOException("sent " + number + ", got " + answer);
        }
        long now = System.nanoTime();
        longestNanos = Math.max(longestNanos, now - last);
        last = now;
        echoes = number + 1;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Waits until so many more messages came back on the same connection. */
  public void awaitEchoes(int count, Duration limit) {
    long goal = echoes + count;
    Await.until(
        "the connection echoes",
        limit,
        () -> {
          if (loop.isCompletedExceptionally()) {
            loop.join();
          }
          return echoes >= goal;
        });
  }

  /** The longest time between two answers. */
  public Duration longestGap() {
    return Duration.ofNanos(longestNanos);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
    loop.handle((result, failure) -> failure == null).orTimeout(10, TimeUnit.SECONDS).join();
  }
}
