package io.cooperage.controller.cpu;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.OptionalLong;

/**
 * The v2 cpu controller. A weight is cpuunits / 10, so that both defaults (1000 and 100) meet; what
 * lies below 10 or above 100000 cpuunits is clamped to the kernel's 1..10000.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu">Control Group v2: CPU</a>
 */
record CpuGroupV2(CgroupDirectory group) implements CpuGroup {
  private static final String WEIGHT = "cpu.weight";
  private static final String MAX = "cpu.max";
  private static final String BURST = "cpu.max.burst";
  private static final long LIGHTEST = 1;
  private static final long HEAVIEST = 10_000;

  @Override
  public void weight(long cpuunits) {
    group.write(WEIGHT, Long.toString(kernel(cpuunits)));
  }

  private static long kernel(long cpuunits) {
    return Math.min(HEAVIEST, Math.max(LIGHTEST, Math.round(cpuunits / 10.0)));
  }

  @Override
  public long weight() {
    return Long.parseLong(group.read(WEIGHT)) * 10;
  }

  @Override
  public long rounded(long cpuunits) {
    return kernel(cpuunits) * 10;
  }

  @Override
  public String weightKnob() {
    return group.describe() + " " + WEIGHT;
  }

  @Override
  public void bandwidth(OptionalLong quota, long burst) {
    String text = quota.isEmpty() ? "max" : Long.toString(quota.getAsLong());
    CpuGroup.setAround(
        group, BURST, quota, burst, () -> group.write(MAX, text + " " + PERIOD_MICROSECONDS));
  }

  @Override
  public OptionalLong quota() {
    String[] fields = group.read(MAX).split(" ", -1);
    return fields[0].equals("max")
        ? OptionalLong.empty()
        : OptionalLong.of(CpuGroup.scaled(Long.parseLong(fields[0]), Long.parseLong(fields[1])));
  }

  @Override
  public long burst() {
    return group.readIfPresent(BURST).map(Long::parseLong).orElse(0L);
  }

  @Override
  public String quotaKnob() {
    return group.describe() + " " + MAX;
  }

  @Override
  public String burstKnob() {
    return group.describe() + " " + BURST;
  }
}
