package io.cooperage.network.routed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.net.IpPrefix;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends and receives single datagrams. */
final class Datagrams {
  static final int PORT = 4000;

  private Datagrams() {}

  static void send(DatagramChannel from, String to, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    from.send(bytes, new InetSocketAddress(IpPrefix.parse(to).address(), PORT));
  }

  /** Waits for the next datagram, checks what it says, and returns its sender's address. */
  static String receive(DatagramChannel channel, String expected) throws IOException {
    channel.socket().setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    channel.socket().receive(packet);
    assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
        .isEqualTo(expected);
    return IpPrefix.format(((InetSocketAddress) packet.getSocketAddress()).getAddress());
  }
}
