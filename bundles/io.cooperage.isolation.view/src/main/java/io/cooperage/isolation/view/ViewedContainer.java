package io.cooperage.isolation.view;

import io.cooperage.linux.process.PressureStall;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.kernel.PidHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One running CT, and what its files say now. Pages are asked for by one thread at a time. */
final class ViewedContainer {
  private static final int TICKS = 100;

  /** Who used less than a two-hundredth of a core since the last look is taken as at rest. */
  private static final long REST = 200;

  private final Groups groups;
  private final HostView host;
  private final Optional<BlockDevice> disk;
  private final DiskTraffic before;
  private final Load load;
  private final CpuClock clock;
  private final Optional<PidHandle> init;
  private final long started;
  private final Instant booted;
  private long lookedAt = System.nanoTime();
  private long usedThen;

  /**
   * A CT whose init runs.
   *
   * @param disk its own, which stays the same while it runs
   * @param shown texts that an earlier daemon has shown, by page; averages and idle time go on from
   *     them
   * @param before what its disk had counted when it started
   */
  ViewedContainer(
      Cell cell, HostView host, Optional<BlockDevice> disk, ShownTexts shown, DiskTraffic before) {
    this.groups = new Groups(cell);
    this.host = host;
    this.disk = disk;
    this.before = before;
    this.load = new Load(shown.of(Page.LOADAVG));
    this.clock = new CpuClock(shown.of(Page.STAT));
    this.init = cell.init();
    this.started = init.map(host::started).orElseGet(host::uptime);
    this.booted = Instant.now().minus(Duration.ofMillis(uptime() * 1000 / TICKS));
  }

  /** What was in the files before. */
  interface ShownTexts {
    String of(Page page);
  }

  boolean runs() {
    return init.flatMap(i -> ProcessStat.find(i.pid()).filter(s -> s.startTime() == i.startTime()))
        .isPresent();
  }

  private long uptime() {
    return Math.max(0, host.uptime() - started);
  }

  private Cpus cpus() {
    return Cpus.of(groups, host.online());
  }

  private Memory memory() {
    return Memory.of(groups, host.memory());
  }

  private DiskTraffic disk() {
    return disk(disk, host).since(before);
  }

  /** What a disk has counted by now, in all its uses. */
  static DiskTraffic disk(Optional<BlockDevice> disk, HostView host) {
    return disk.map(d -> DiskTraffic.find(host.diskstats(), d)).orElse(DiskTraffic.NONE);
  }

  /** What a page says now. */
  String text(Page page) {
    return switch (page) {
      case CPUINFO -> cpus().cpuinfo(host.cpuinfo());
      case CPU_ONLINE -> cpus().online();
      case DISKSTATS -> diskstats();
      case LOADAVG -> loadavg();
      case MEMINFO -> MemoryPages.meminfo(memory());
      case PARTITIONS -> partitions();
      case PRESSURE_CPU -> pressure("cpu.pressure");
      case PRESSURE_IO -> pressure("io.pressure");
      case PRESSURE_MEMORY -> pressure("memory.pressure");
      case STAT -> clock.stat(cpus(), uptime(), booted.getEpochSecond(), load.last());
      case SWAPS -> MemoryPages.swaps(memory());
      case UPTIME -> uptimeText();
      case VMSTAT -> MemoryPages.vmstat(memory(), disk());
    };
  }

  private String uptimeText() {
    long now = uptime();
    long idle = clock.idle(cpus(), now);
    return String.format(Locale.ROOT, "%.2f %.2f%n", (double) now / TICKS, (double) idle / TICKS);
  }

  private String loadavg() {
    long tasks =
        groups
            .of(Subsystem.PIDS)
            .flatMap(g -> g.readIfPresent("pids.current"))
            .map(text -> Numbers.orElse(text, 0))
            .orElse(load.last().all());
    return load.text(tasks);
  }

  private String diskstats() {
    String line = disk().line();
    return line.isEmpty() ? "" : line + "\n";
  }

  private String partitions() {
    String all = disk.isPresent() ? host.partitions() : "";
    String line = disk.flatMap(d -> DiskTraffic.line(all, d)).map(l -> l + "\n").orElse("");
    return "major minor  #blocks  name\n\n" + line;
  }

  // As /proc/pressure/cpu; nothing was waited for where the kernel does not tell.
  private String pressure(String file) {
    String text = groups.of(Subsystem.CORE).map(g -> PressureStall.of(g, file).text()).orElse("");
    String none = "avg10=0.00 avg60=0.00 avg300=0.00 total=0\n";
    return text.isEmpty() ? "some " + none + "full " + none : text + "\n";
  }

  /** Takes the CT's tasks into its load; to be called every few seconds. */
  void look() {
    long now = System.nanoTime();
    long used = cpus().used();
    double seconds = (now - lookedAt) / 1e9;
    boolean rests = (used - usedThen) * REST < seconds * TICKS;
    Load.Tasks none = new Load.Tasks(0, 0, load.last().all());
    load.add(rests ? none : groups.of(Subsystem.CPUACCT).map(TaskCount::of).orElse(none), seconds);
    lookedAt = now;
    usedThen = used;
  }
}
