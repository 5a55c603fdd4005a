package io.cooperage.network.routed;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.nio.ByteBuffer;

/** Sends frames of any content from a device in a CT, as its root can. */
final class RawLink implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int ADDRESS_SIZE = 20;

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
            () -> Kernel.call(Syscall.SOCKET, "packet", AF_PACKET, SOCK_RAW_CLOEXEC, 0));
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

  @Override
  public void close() {
    socket.close();
  }
}
