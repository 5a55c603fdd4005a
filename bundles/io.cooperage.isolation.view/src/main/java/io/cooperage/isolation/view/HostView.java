package io.cooperage.isolation.view;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The host's own files; what seldom changes is read once in ten seconds. Safe for any thread. */
final class HostView {
  private static final int LARGEST = 4 << 20;
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Path proc;
  private final Path sys;
  private Still still = new Still(0, "", List.of(), new HostMemory(0, 0, 0));

  private record Still(long read, String cpuinfo, List<Integer> online, HostMemory memory) {}

  HostView(Path proc, Path sys) {
    this.proc = proc;
    this.sys = sys;
  }

  static HostView ofHost() {
    return new HostView(Path.of("/proc"), Path.of("/sys"));
  }

  HostMemory memory() {
    return still().memory();
  }

  List<Integer> online() {
    return still().online();
  }

  String cpuinfo() {
    return still().cpuinfo();
  }

  private synchronized Still still() {
    long now = System.nanoTime();
    if (still.online().isEmpty() || now - still.read() > FRESH.toNanos()) {
      still =
          new Still(
              now,
              read(proc.resolve("cpuinfo")),
              CpuSet.parse(read(sys.resolve("devices/system/cpu/online"))),
              HostMemory.parse(read(proc.resolve("meminfo"))));
    }
    return still;
  }

  String diskstats() {
    return read(proc.resolve("diskstats"));
  }

  String partitions() {
    return read(proc.resolve("partitions"));
  }

  /** Hundredths of a second since the host was booted. */
  long uptime() {
    String seconds = read(proc.resolve("uptime")).split(" ", 2)[0];
    return Numbers.orElse(seconds.replace(".", ""), 0);
  }

  private static String read(Path path) {
    try (OwnedFd file = OpenCalls.open(path)) {
      return FileCalls.readText(file, LARGEST);
    }
  }
}
