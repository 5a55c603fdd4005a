package io.cooperage.controller.vswap.zram;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One zram device.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/blockdev/zram.html">zram</a>
 */
record ZramDevice(int number) {
  private static final Path CONTROL = Path.of("/sys/class/zram-control");
  private static final Pattern NAME = Pattern.compile("zram(\\d{1,6})");
  private static final int LIMIT = 4096;

  /** Its column in {@code mm_stat}. */
  private static final int MEMORY_LIMIT = 3;

  private static final long RESET_LIMIT_NANOSECONDS = 2_000_000_000L;
  private static final long RESET_STEP_NANOSECONDS = 10_000_000;

  /** Whether the kernel has zram. */
  static boolean supported() {
    return Files.exists(CONTROL);
  }

  /** Makes a new device of size 0. */
  static ZramDevice add() {
    ByteBuffer answer = ByteBuffer.allocate(32);
    // One read alone: every read of this file makes a device.
    try (OwnedFd open = OpenCalls.open(CONTROL.resolve("hot_add"))) {
      FileCalls.read(open, answer, 0);
    }
    String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    return new ZramDevice(Integer.parseInt(text.strip()));
  }

  /** The device of a name or node, as {@code zram1}; empty if it is another kind of device. */
  static Optional<ZramDevice> named(Path path) {
    Matcher m = NAME.matcher(String.valueOf(path.getFileName()));
    return m.matches()
        ? Optional.of(new ZramDevice(Integer.parseInt(m.group(1))))
        : Optional.empty();
  }

  /** A lock of the whole host on the making of devices. */
  static OwnedFd control() {
    return OpenCalls.open(CONTROL, OpenFlag.DIRECTORY);
  }

  String name() {
    return "zram" + number;
  }

  Path node() {
    return Path.of("/dev", name());
  }

  boolean exists() {
    return Files.exists(attribute("disksize"));
  }

  String read(String attribute) {
    try (OwnedFd open = OpenCalls.open(attribute(attribute))) {
      return FileCalls.readText(open, LIMIT);
    }
  }

  void write(String attribute, String value) {
    try (OwnedFd open = OpenCalls.open(attribute(attribute), OpenFlag.WRITE_ONLY)) {
      FileCalls.writeText(open, value);
    }
  }

  /** Bytes of RAM that it may take; 0 is no limit. */
  long memoryLimit() {
    String[] fields = read("mm_stat").strip().split("\\s+", -1);
    return fields.length > MEMORY_LIMIT ? Long.parseLong(fields[MEMORY_LIMIT]) : 0;
  }

  /**
   * Sets the first of the algorithms that the kernel can load.
   *
   * @throws LinuxException EINVAL if it can load none
   */
  void compressBy(List<String> algorithms) {
    for (String algorithm : algorithms.subList(0, algorithms.size() - 1)) {
      try {
        write("comp_algorithm", algorithm);
        return;
      } catch (LinuxException e) {
        if (!e.is(Errno.EINVAL, Errno.ENOENT)) {
          throw e;
        }
      }
    }
    write("comp_algorithm", algorithms.get(algorithms.size() - 1));
  }

  /** Frees its memory and removes it; no error if it is gone. */
  void remove() {
    if (!exists()) {
      return;
    }
    reset();
    try (OwnedFd open = OpenCalls.open(CONTROL.resolve("hot_remove"), OpenFlag.WRITE_ONLY)) {
      FileCalls.writeText(open, Integer.toString(number));
    } catch (LinuxException e) {
      if (!e.is(Errno.ENODEV)) {
        throw e;
      }
    }
  }

  /** Whoever looks at new block devices, as udev does, may still have it open. */
  private void reset() {
    long deadline = System.nanoTime() + RESET_LIMIT_NANOSECONDS;
    boolean done = false;
    while (!done) {
      try {
        write("reset", "1");
        done = true;
      } catch (LinuxException e) {
        if (!e.is(Errno.EBUSY) || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(RESET_STEP_NANOSECONDS);
      }
    }
  }

  private Path attribute(String attribute) {
    return Path.of("/sys/block", name(), attribute);
  }
}
