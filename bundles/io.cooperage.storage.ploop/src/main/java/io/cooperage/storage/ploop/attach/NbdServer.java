package io.cooperage.storage.ploop.attach;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.socket.StreamSocket;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the kernel's requests for the content of one disk, one after the other. The transmission
 * phase of the protocol only: what is agreed on before it the kernel was told by netlink.
 *
 * @see <a href="https://github.com/NetworkBlockDevice/nbd/blob/master/doc/proto.md">The NBD
 *     protocol</a>
 */
final class NbdServer {
  private static final Logger LOG = LoggerFactory.getLogger(NbdServer.class);
  private static final int REQUEST = 0x25609513;
  private static final int REPLY = 0x67446698;
  private static final int READ = 0;
  private static final int DISCONNECT = 2;
  private static final int REQUEST_LENGTH = 28;
  private static final int REPLY_LENGTH = 16;

  // The kernel asks for 32 MiB at most, and for 1 MiB unless somebody raised max_sectors_kb.
  private static final int LONGEST = 32 << 20;

  private final VirtualDisk disk;
  private final StreamSocket socket;
  private ByteBuffer reply = ByteBuffer.allocate(1 << 17);
  private boolean told;

  NbdServer(VirtualDisk disk, StreamSocket socket) {
    this.disk = disk;
    this.socket = socket;
  }

  /** Serves until the kernel lets go of the device, or the connection ends otherwise. */
  void serve() {
    ByteBuffer request = ByteBuffer.allocate(REQUEST_LENGTH);
    while (socket.receive(request.clear())) {
      request.flip();
      int command = request.getInt(4);
      long cookie = request.getLong(8);
      if (request.getInt(0) != REQUEST || command == DISCONNECT) {
        return;
      }
      if (command != READ) {
        // What follows it is unknown; of a read-only device the kernel never asks for more.
        throw new LinuxException("read", Errno.EPERM.number(), "command " + command + " of nbd");
      }
      answer(cookie, request.getLong(16), request.getInt(24));
    }
  }

  private void answer(long cookie, long offset, int length) {
    boolean inside =
        length > 0 && length <= LONGEST && offset >= 0 && offset <= disk.size() - length;
    int error = inside ? read(offset, length) : Errno.EINVAL.number();
    reply.putInt(0, REPLY).putInt(4, error).putLong(8, cookie);
    socket.send(reply.position(0).limit(error == 0 ? REPLY_LENGTH + length : REPLY_LENGTH));
  }

  private int read(long offset, int length) {
    if (reply.capacity() < REPLY_LENGTH + length) {
      reply = ByteBuffer.allocate(REPLY_LENGTH + length);
    }
    try {
      disk.read(reply.limit(REPLY_LENGTH + length).position(REPLY_LENGTH), offset);
      return 0;
    } catch (RuntimeException e) {
      if (!told) {
        LOG.warn("an attached image cannot be read at {}", offset, e);
        told = true;
      }
      return Errno.EIO.number();
    }
  }
}
