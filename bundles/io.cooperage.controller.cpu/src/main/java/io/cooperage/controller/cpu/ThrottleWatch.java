package io.cooperage.controller.cpu;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.EventSink;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One watched CT. Tells once when it is held back, and again only after it was not. */
final class ThrottleWatch {
  private static final String THROTTLED = "limit.cpu";

  /** Fewer periods say nothing: an idle CT may be throttled in the only one that it ran in. */
  private static final long FEWEST_PERIODS = 10;

  private final CgroupDirectory group;
  private final Optional<CgroupDirectory> times;
  private final EventSink sink;
  private final int alert;
  private CpuStat last;
  private OptionalLong used;
  private long looked;
  private boolean told;
  private volatile Optional<Long> recentUse = Optional.empty();

  ThrottleWatch(Cell cell, EventSink sink, int alert, long now) {
    // Once for all looks: to ask the cell is a call over another thread.
    this.group = cell.cgroup(Subsystem.CPU);
    this.times =
        cell.has(Subsystem.CPUACCT)
            ? Optional.of(cell.cgroup(Subsystem.CPUACCT))
            : Optional.empty();
    this.sink = sink;
    this.alert = alert;
    this.last = CpuStat.of(group);
    this.used = used();
    this.looked = now;
  }

  private OptionalLong used() {
    return times.map(CpuTime::used).orElseGet(OptionalLong::empty);
  }

  /** Percent of one core. */
  Optional<Long> recentUse() {
    return recentUse;
  }

  /**
   * Compares with the last look.
   *
   * @param now nanoseconds
   */
  synchronized void look(long now) {
    measure(now);
    CpuStat stat = CpuStat.of(group);
    long periods = stat.periods() - last.periods();
    long throttled = stat.throttled() - last.throttled();
    last = stat;
    if (periods >= FEWEST_PERIODS) {
      judge(periods, throttled);
    } else {
      told = false;
    }
  }

  private void measure(long now) {
    OptionalLong before = used;
    used = used();
    if (before.isPresent() && used.isPresent() && now > looked) {
      long spent = used.getAsLong() - before.getAsLong();
      recentUse = Optional.of(Math.max(0, spent * 100 / (now - looked)));
    }
    looked = now;
  }

  private void judge(long periods, long throttled) {
    long percent = throttled * 100 / periods;
    if (percent < alert) {
      told = false;
    } else if (!told) {
      told = true;
      sink.event(
          THROTTLED,
          "cpulimit holds the CT back: it was throttled in " + percent + " % of its periods",
          Map.of(
              "percent", Long.toString(percent),
              "periods", Long.toString(periods),
              "throttled", Long.toString(throttled)));
    }
  }
}
