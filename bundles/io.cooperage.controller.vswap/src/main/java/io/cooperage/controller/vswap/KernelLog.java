package io.cooperage.controller.vswap;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.process.Poll;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * New messages of the kernel.
 *
 * @see <a href="https://www.kernel.org/doc/Documentation/ABI/testing/dev-kmsg">/dev/kmsg</a>
 */
final class KernelLog implements LogSource {
  private static final Path DEVICE = Path.of("/dev/kmsg");
  private static final int SEEK_END = 2;

  /** A record is never longer than the kernel's CONSOLE_EXT_LOG_MAX. */
  private static final int LONGEST = 8192;

  private static final int MOST_AT_ONCE = 1000;

  private final OwnedFd file;

  private KernelLog(OwnedFd file) {
    this.file = file;
  }

  /** Opens the log at its end. */
  static KernelLog open() {
    OwnedFd file = OpenCalls.open(DEVICE, OpenFlag.READ_ONLY, OpenFlag.NON_BLOCKING);
    Kernel.call(Syscall.LSEEK, DEVICE.toString(), file.fd(), 0, SEEK_END);
    return new KernelLog(file);
  }

  @Override
  public List<String> next(Duration limit) {
    List<String> messages = new ArrayList<>();
    if (Poll.readable(file, limit)) {
      boolean more = true;
      while (more && messages.size() < MOST_AT_ONCE) {
        more = read(messages);
      }
    }
    return messages;
  }

  private boolean read(List<String> into) {
    ByteBuffer record = ByteBuffer.allocate(LONGEST);
    try {
      FileCalls.read(file, record, 0);
    } catch (LinuxException e) {
      // EPIPE: what came next was overwritten before we read it; the following read goes on after.
      if (e.is(Errno.EPIPE)) {
        return true;
      }
      if (e.is(Errno.EAGAIN)) {
        return false;
      }
      throw e;
    }
    message(new String(record.array(), 0, record.position(), StandardCharsets.UTF_8), into);
    return true;
  }

  /**
   * {@code PRIORITY,SEQUENCE,TIME,FLAGS;TEXT}. The upper bits of the priority are the facility: 0
   * is the kernel itself, everything else was written by some program.
   */
  static void message(String record, List<String> into) {
    int comma = record.indexOf(',');
    int semicolon = record.indexOf(';');
    if (comma > 0
        && semicolon > comma
        && record.substring(0, comma).matches("\\d{1,9}")
        && Integer.parseInt(record.substring(0, comma)) >> 3 == 0) {
      into.add(record.substring(semicolon + 1).lines().findFirst().orElse(""));
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
