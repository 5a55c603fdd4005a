package io.cooperage.network.routed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.process.Poll;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Sends frames of any content from a device in a CT, as its root can, and receives those of ARP.
 */
final class RawLink implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int ADDRESS_SIZE = 20;

  /** In the order of the network. */
  private static final int ARP = 0x0608;

  private final OwnedFd socket;
  private final int device;

  private RawLink(OwnedFd socket, int device) {
    this.socket = socket;
    this.device = device;
  }

  static RawLink open(OwnedFd namespace, int device) {
    long fd =
        NamespaceThread.callIn(
            namespace,
            NamespaceKind.NETWORK,
            () -> Kernel.call(Syscall.SOCKET, "packet", AF_PACKET, SOCK_RAW_CLOEXEC, ARP));
    return new RawLink(OwnedFd.adopt((int) fd, "packet socket"), device);
  }

  void send(ByteBuffer frame) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block address = scratch.block(ADDRESS_SIZE);
      address.bytes().putShort(0, (short) AF_PACKET).putInt(4, device);
      Kernel.call(
          Syscall.SENDTO,
          "frame",
          socket.fd(),
          scratch.copy(frame).address(),
          frame.remaining(),
          0,
          address.address(),
          address.size());
    }
  }

  byte[] receive() {
    assertThat(Poll.readable(socket, Duration.ofSeconds(20))).as("a frame comes").isTrue();
    try (Scratch scratch = new Scratch()) {
      Scratch.Block room = scratch.block(2048);
      long size =
          Kernel.call(Syscall.READ, "frame", socket.fd(), room.address(), (long) room.size());
      byte[] frame = new byte[(int) size];
      room.bytes().get(0, frame);
      return frame;
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
