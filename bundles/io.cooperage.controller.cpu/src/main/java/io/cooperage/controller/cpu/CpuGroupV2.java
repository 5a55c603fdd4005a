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
  private static final long LIGHTEST = 1;
  private static final long HEAVIEST = 10_000;

  @Override
  public void weight(long cpuunits) {
    long weight = Math.min(HEAVIEST, Math.max(LIGHTEST, Math.round(cpuunits / 10.0)));
    group.write(WEIGHT, Long.toString(weight));
  }

  @Override
  public long weight() {
    return Long.parseLong(group.read(WEIGHT)) * 10;
  }

  @Override
  public String weightKnob() {
    return group.describe() + " " + WEIGHT;
  }

  @Override
  public void limit(OptionalLong percent) {
    String quota =
        percent.isEmpty() ? "max" : Long.toString(percent.getAsLong() * PERIOD_MICROSECONDS / 100);
    group.write(MAX, quota + " " + PERIOD_MICROSECONDS);
  }

  @Override
  public OptionalLong limit() {
    String[] fields = group.read(MAX).split(" ", -1);
    return fields[0].equals("max")
        ? OptionalLong.empty()
        : OptionalLong.of(CpuGroup.percent(Long.parseLong(fields[0]), Long.parseLong(fields[1])));
  }

  @Override
  public String limitKnob() {
    return group.describe() + " " + MAX;
  }
}
