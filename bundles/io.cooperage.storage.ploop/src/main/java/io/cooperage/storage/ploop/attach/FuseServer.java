package io.cooperage.storage.ploop.attach;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.process.Poll;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import io.cooperage.storage.ploop.format.PloopHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the kernel's requests for a file system whose root is one file, the content of a disk,
 * one after the other.
 *
 * @see <a href="https://man7.org/linux/man-pages/man4/fuse.4.html">fuse(4)</a>, and the kernel's
 *     include/uapi/linux/fuse.h
 */
final class FuseServer {
  /** How the kernel is told that the root is a file which root alone may read. */
  static final String ROOT_MODE = "100400";

  private static final Logger LOG = LoggerFactory.getLogger(FuseServer.class);
  private static final Duration FOREVER = Duration.ofDays(365);

  private static final int FORGET = 2;
  private static final int GET_ATTRIBUTES = 3;
  private static final int OPEN = 14;
  private static final int READ = 15;
  private static final int RELEASE = 18;
  private static final int INIT = 26;
  private static final int INTERRUPT = 36;
  private static final int DESTROY = 38;
  private static final int FORGET_MANY = 42;

  private static final int NOTIFY_RESEND = 7;

  private static final int REQUEST_HEADER = 40;
  private static final int ANSWER_HEADER = 16;
  private static final int LARGEST_REQUEST = 1 << 16;

  private static final int MAJOR = 7;
  private static final int MINOR = 31;
  private static final int INIT_ANSWER = 64;
  private static final int OPEN_ANSWER = 16;
  private static final int NO_FLUSH = 1 << 5;
  private static final int ATTRIBUTES_ANSWER = 104;
  private static final int BLOCK = 4096;
  private static final int ASYNC_READ = 1;
  private static final int MAX_PAGES = 1 << 22;
  private static final int MORE_FLAGS = 1 << 30;
  private static final int HAS_RESEND = 1 << (39 - 32);
  private static final int REQUEST_TIMEOUT = 1 << (42 - 32);
  private static final short PAGES = 256;
  private static final short SECONDS_OF_ABSENCE = 60;

  // The pages that were agreed on, on a machine whose pages are the largest there are.
  private static final int LONGEST = PAGES << 16;

  private final VirtualDisk disk;
  private final OwnedFd channel;
  private final OwnedFd stop;
  private ByteBuffer answer = buffer(ANSWER_HEADER + (1 << 17));
  private boolean warned;

  /**
   * A server.
   *
   * @param channel a file of {@code /dev/fuse} that does not block
   * @param stop readable when somebody else is to go on
   */
  FuseServer(VirtualDisk disk, OwnedFd channel, OwnedFd stop) {
    this.disk = disk;
    this.channel = channel;
    this.stop = stop;
  }

  /**
   * Has the kernel repeat what was asked and not answered, by a process that has died. Since Linux
   * 6.9.
   *
   * @throws LinuxException EINVAL if the kernel cannot
   */
  static void repeat(OwnedFd channel) {
    ByteBuffer notice = buffer(ANSWER_HEADER).putInt(ANSWER_HEADER).putInt(NOTIFY_RESEND);
    FileCalls.write(channel, notice.putLong(0).flip(), 0);
  }

  /** Bytes of the file: whole sectors, as a device has. */
  static long size(VirtualDisk disk) {
    return disk.size() / PloopHeader.SECTOR * PloopHeader.SECTOR;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /**
   * Serves until nobody uses the file system any more, the kernel gives it up, or somebody else is
   * to go on.
   */
  void serve() {
    ByteBuffer request = buffer(LARGEST_REQUEST);
    try {
      while (!Poll.anyReadable(List.of(channel, stop), FOREVER).contains(stop)) {
        if (receive(request.clear())) {
          handle(request.flip());
        }
      }
    } catch (LinuxException e) {
      // The kernel does not tell apart whether the last user went or it gave up waiting.
      if (!e.is(Errno.ENODEV)) {
        throw e;
      }
    }
  }

  private boolean receive(ByteBuffer request) {
    try {
      return FileCalls.read(channel, request, 0) >= REQUEST_HEADER;
    } catch (LinuxException e) {
      // Whoever asked was killed meanwhile.
      if (e.is(Errno.EAGAIN) || e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  private void handle(ByteBuffer request) {
    long unique = request.getLong(8);
    switch (request.getInt(4)) {
      case INIT -> send(unique, begin(request.position(REQUEST_HEADER)));
      case GET_ATTRIBUTES -> send(unique, attributes());
      case OPEN -> send(unique, opened());
      case READ ->
          read(unique, request.getLong(REQUEST_HEADER + 8), request.getInt(REQUEST_HEADER + 16));
      case RELEASE, DESTROY -> send(unique, room(0));
      case FORGET, FORGET_MANY, INTERRUPT -> {} // nobody waits for an answer
      default -> refuse(unique, Errno.ENOSYS);
    }
  }

  /** What is agreed on; of what the kernel offers only what is used. */
  private ByteBuffer begin(ByteBuffer offer) {
    int flags = offer.getInt(offer.position() + 12);
    boolean more = (flags & MORE_FLAGS) != 0;
    int moreFlags = more ? offer.getInt(offer.position() + 16) : 0;
    ByteBuffer body = zeros(INIT_ANSWER);
    int at = body.position();
    body.putInt(at, MAJOR).putInt(at + 4, MINOR).putInt(at + 8, offer.getInt(offer.position() + 8));
    body.putInt(at + 12, flags & (ASYNC_READ | MAX_PAGES | MORE_FLAGS));
    body.putInt(at + 20, BLOCK).putInt(at + 24, 1).putShort(at + 28, PAGES);
    body.putInt(at + 32, moreFlags & (HAS_RESEND | REQUEST_TIMEOUT));
    body.putShort(at + 40, SECONDS_OF_ABSENCE);
    return body;
  }

  /** Closing the file asks nothing: it could not be interrupted. Since Linux 5.16. */
  private ByteBuffer opened() {
    ByteBuffer body = zeros(OPEN_ANSWER);
    return body.putInt(body.position() + 8, NO_FLUSH);
  }

  private ByteBuffer attributes() {
    ByteBuffer body = zeros(ATTRIBUTES_ANSWER);
    int at = body.position();
    long size = size(disk);
    body.putLong(at, FOREVER.toSeconds());
    body.putLong(at + 16, 1).putLong(at + 24, size).putLong(at + 32, size / PloopHeader.SECTOR);
    body.putInt(at + 76, Integer.parseInt(ROOT_MODE, 8)).putInt(at + 80, 1).putInt(at + 96, BLOCK);
    return body;
  }

  private void read(long unique, long offset, int length) {
    long size = size(disk);
    if (offset < 0 || offset > size || length < 0 || length > LONGEST) {
      refuse(unique, Errno.EINVAL);
      return;
    }
    ByteBuffer body = room((int) Math.min(length, size - offset));
    try {
      disk.read(body, offset);
    } catch (RuntimeException e) {
      if (!warned) {
        LOG.warn("an attached image cannot be read at {}", offset, e);
        warned = true;
      }
      refuse(unique, Errno.EIO);
      return;
    }
    send(unique, body);
  }

  /** An answer of so many zeros to be filled, its header before them. */
  private ByteBuffer zeros(int length) {
    ByteBuffer body = room(length);
    for (int i = 0; i < length; i++) {
      body.put(ANSWER_HEADER + i, (byte) 0);
    }
    return body;
  }

  private ByteBuffer room(int length) {
    if (answer.capacity() < ANSWER_HEADER + length) {
      answer = buffer(ANSWER_HEADER + length);
    }
    return answer.limit(ANSWER_HEADER + length).position(ANSWER_HEADER);
  }

  private void refuse(long unique, Errno reason) {
    room(0);
    finish(unique, -reason.number());
  }

  private void send(long unique, ByteBuffer body) {
    body.position(body.limit());
    finish(unique, 0);
  }

  private void finish(long unique, int error) {
    answer.putInt(0, answer.limit()).putInt(4, error).putLong(8, unique);
    try {
      FileCalls.write(channel, answer.position(0), 0);
    } catch (LinuxException e) {
      // Whoever asked was killed meanwhile.
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }
}
