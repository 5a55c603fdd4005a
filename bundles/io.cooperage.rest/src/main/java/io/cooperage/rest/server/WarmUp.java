package io.cooperage.rest.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the first requests itself, so that no operator waits for the loading of classes: the first
 * one takes 46 to 139 ms, a later one 2 ms (measured). Reading commands alone are run.
 */
final class WarmUp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final int ROUNDS = 40;
  private static final List<String> REQUESTS =
      List.of(
          cli("{\"argv\":[\"list\"],\"cwd\":\"/\"}"),
          cli("{\"argv\":[\"help\",\"start\"],\"cwd\":\"/\"}"),
          "GET /1.0/containers HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n");

  private final Path socket;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  WarmUp(Path socket) {
    this.socket = socket;
    thread = new Thread(this::run, "cooperage-http-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static String cli(String json) {
    return "POST /1.0/cli HTTP/1.1\r\nHost: node\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: "
        + json.length()
        + "\r\n\r\n"
        + json;
  }

  private void run() {
    try {
      for (int i = 0; i < ROUNDS; i++) {
        for (String request : REQUESTS) {
          send(request);
        }
        // The commands may come some seconds after us.
        if (stopped.await(100, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (IOException e) {
      LOG.debug("warm-up ended early", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(8192);
      while (channel.read(answer) >= 0) {
        answer.clear();
      }
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    // A server that ends need not answer: this ends the read, and with it the thread.
    thread.interrupt();
  }
}
