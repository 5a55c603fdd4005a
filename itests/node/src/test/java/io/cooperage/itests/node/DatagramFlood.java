package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;

/**
 * Offers a CT more than it may get, as fast as the host's queue takes it. Unlike TCP it has no
 * opinion of its own on how much that should be: what arrives is what the limit lets through.
 */
final class DatagramFlood implements AutoCloseable {
  /** Fills a frame. */
  private static final int PAYLOAD = 1472;

  private final DatagramChannel channel;
  private final InetSocketAddress to;
  private volatile String broken = "";

  private DatagramFlood(DatagramChannel channel, InetSocketAddress to) {
    this.channel = channel;
    this.to = to;
    Thread thread = new Thread(this::run, "datagram-flood");
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins; nobody needs to listen. */
  static DatagramFlood to(String address, int port) throws IOException {
    return new DatagramFlood(DatagramChannel.open(), new InetSocketAddress(address, port));
  }

  private void run() {
    ByteBuffer datagram = ByteBuffer.allocateDirect(PAYLOAD);
    try {
      while (channel.isOpen()) {
        channel.send(datagram.clear(), to);
      }
    } catch (AsynchronousCloseException e) {
      // This is how it ends.
      return;
    } catch (IOException e) {
      broken = e.toString();
    }
  }

  /** Why it ended though nobody closed it; empty while it lives. */
  String broken() {
    return broken;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
