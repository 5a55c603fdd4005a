package io.cooperage.controller.cpu;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.OptionalLong;

/**
 * The v1 cpu controller.
 *
 * @see <a href="https://docs.kernel.org/scheduler/sched-bwc.html">CFS bandwidth control</a>
 */
record CpuGroupV1(CgroupDirectory group) implements CpuGroup {
  private static final String SHARES = "cpu.shares";
  private static final String QUOTA = "cpu.cfs_quota_us";
  private static final String PERIOD = "cpu.cfs_period_us";

  /** MIN_SHARES and MAX_SHARES of kernel/sched/sched.h: the kernel clamps silently. */
  private static final long FEWEST = 2;

  private static final long MOST = 1 << 18;

  @Override
  public void weight(long cpuunits) {
    long shares = Math.min(MOST, Math.max(FEWEST, cpuunits * 1024 / 1000));
    group.write(SHARES, Long.toString(shares));
  }

  @Override
  public long weight() {
    // Rounded up, because the way there rounds down: every value up to the clamp comes back itself.
    return (Long.parseLong(group.read(SHARES)) * 1000 + 1023) / 1024;
  }

  @Override
  public String weightKnob() {
    return group.describe() + " " + SHARES;
  }

  @Override
  public void limit(OptionalLong percent) {
    String period = Long.toString(PERIOD_MICROSECONDS);
    if (!group.read(PERIOD).equals(period)) {
      group.write(PERIOD, period);
    }
    group.write(
        QUOTA,
        percent.isEmpty() ? "-1" : Long.toString(percent.getAsLong() * PERIOD_MICROSECONDS / 100));
  }

  @Override
  public OptionalLong limit() {
    long quota = Long.parseLong(group.read(QUOTA));
    return quota < 0
        ? OptionalLong.empty()
        : OptionalLong.of(CpuGroup.percent(quota, Long.parseLong(group.read(PERIOD))));
  }

  @Override
  public String limitKnob() {
    return group.describe() + " " + QUOTA;
  }
}
