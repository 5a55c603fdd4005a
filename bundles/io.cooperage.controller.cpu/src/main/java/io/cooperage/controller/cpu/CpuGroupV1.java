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
  private static final String BURST = "cpu.cfs_burst_us";
  private static final String PERIOD = "cpu.cfs_period_us";

  /** MIN_SHARES and MAX_SHARES of kernel/sched/sched.h: the kernel clamps silently. */
  private static final long FEWEST = 2;

  private static final long MOST = 1 << 18;

  @Override
  public void weight(long cpuunits) {
    group.write(SHARES, Long.toString(shares(cpuunits)));
  }

  private static long shares(long cpuunits) {
    return Math.min(MOST, Math.max(FEWEST, cpuunits * 1024 / 1000));
  }

  @Override
  public long weight() {
    return units(Long.parseLong(group.read(SHARES)));
  }

  // Rounded up, because the way there rounds down: every value up to the clamp comes back itself.
  private static long units(long shares) {
    return (shares * 1000 + 1023) / 1024;
  }

  @Override
  public long rounded(long cpuunits) {
    return units(shares(cpuunits));
  }

  @Override
  public String weightKnob() {
    return group.describe() + " " + SHARES;
  }

  @Override
  public void bandwidth(OptionalLong quota, long burst) {
    String period = Long.toString(PERIOD_MICROSECONDS);
    if (!group.read(PERIOD).equals(period)) {
      group.write(PERIOD, period);
    }
    String text = quota.isEmpty() ? "-1" : Long.toString(quota.getAsLong());
    CpuGroup.setAround(group, BURST, quota, burst, () -> group.write(QUOTA, text));
  }

  @Override
  public OptionalLong quota() {
    long quota = Long.parseLong(group.read(QUOTA));
    return quota < 0
        ? OptionalLong.empty()
        : OptionalLong.of(CpuGroup.scaled(quota, Long.parseLong(group.read(PERIOD))));
  }

  @Override
  public long burst() {
    return group.readIfPresent(BURST).map(Long::parseLong).orElse(0L);
  }

  @Override
  public String quotaKnob() {
    return group.describe() + " " + QUOTA;
  }

  @Override
  public String burstKnob() {
    return group.describe() + " " + BURST;
  }
}
