package io.cooperage.isolation.view;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.spi.kernel.PidHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The host's own files; what seldom changes is read once in ten seconds. Safe for any thread. */
final class HostView {
  private static final int LARGEST = 4 << 20;
  private static final long TICKS = 100;
  private static final Pattern BOOT_OFFSET =
      Pattern.compile("^(?:boottime|7)\\s+(-?\\d{1,12})\\s", Pattern.MULTILINE);
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Path proc;
  private final Path sys;
  private Still still = new Still(0, Map.of(), List.of(), new HostMemory(0, 0, 0));

  private record Still(
      long read, Map<Integer, String> cpuinfo, List<Integer> online, HostMemory memory) {}

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

  /** Blocks by the number of their CPU. */
  Map<Integer, String> cpuinfo() {
    return still().cpuinfo();
  }

  private synchronized Still still() {
    long now = System.nanoTime();
    if (still.online().isEmpty() || now - still.read() > FRESH.toNanos()) {
      still =
          new Still(
              now,
              Cpus.blocks(read(proc.resolve("cpuinfo"))),
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

  /**
   * When a CT's clock began, on the host's {@link #uptime}: at 0 of its time namespace, so that a
   * restored CT's goes on. Where it has none of its own, when its init began.
   */
  long started(PidHandle init) {
    return BOOT_OFFSET
        .matcher(offsets(init))
        .results()
        .map(found -> -Long.parseLong(found.group(1)) * TICKS)
        .filter(began -> began != 0)
        .findFirst()
        .orElseGet(init::startTime);
  }

  // Seconds and nanoseconds that are added to the host's clocks.
  private String offsets(PidHandle init) {
    try {
      return read(proc.resolve(Integer.toString(init.pid())).resolve("timens_offsets"));
    } catch (LinuxException e) {
      return "";
    }
  }

  private static String read(Path path) {
    try (OwnedFd file = OpenCalls.open(path)) {
      return FileCalls.readText(file, LARGEST);
    }
  }
}
