package io.cooperage.controller.vswap.zram;

import io.cooperage.controller.vswap.SwapArea;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** Memory and swap of the host, as the kernel says now. */
final class HostMemory {
  private static final int LIMIT = 1 << 20;
  private static final long PAGE_SIZE_KEY = 6;

  private HostMemory() {}

  static List<SwapArea> swaps() {
    return SwapArea.parse(content("/proc/swaps"));
  }

  /** Bytes of RAM. */
  static long total() {
    return amount("MemTotal:");
  }

  /** Bytes that programs could still get without swapping. */
  static long available() {
    return amount("MemAvailable:");
  }

  /** The value of a sysctl. */
  static String sysctl(String name) {
    return content("/proc/sys/" + name.replace('.', '/'));
  }

  /** Bytes of a page, from the auxiliary vector (AT_PAGESZ). */
  static int pageSize() {
    try (OwnedFd open = OpenCalls.open(Path.of("/proc/self/auxv"))) {
      ByteBuffer pairs = ByteBuffer.wrap(FileCalls.readAll(open, LIMIT));
      pairs.order(ByteOrder.nativeOrder());
      while (pairs.remaining() >= 16) {
        long key = pairs.getLong();
        long value = pairs.getLong();
        if (key == PAGE_SIZE_KEY) {
          return Math.toIntExact(value);
        }
      }
    }
    throw new IllegalStateException("the auxiliary vector names no page size");
  }

  private static long amount(String key) {
    return content("/proc/meminfo")
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> Long.parseLong(line.substring(key.length()).replace("kB", "").strip()) << 10)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("/proc/meminfo has no " + key));
  }

  private static String content(String path) {
    try (OwnedFd open = OpenCalls.open(Path.of(path))) {
      return FileCalls.readText(open, LIMIT);
    }
  }
}
