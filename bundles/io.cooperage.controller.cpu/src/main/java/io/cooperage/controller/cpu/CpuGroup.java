package io.cooperage.controller.cpu;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.OptionalLong;

/** Weight, quota and burst of one CT in the kernel's terms. */
sealed interface CpuGroup permits CpuGroupV1, CpuGroupV2 {
  /** Length of a quota's period, the kernel's default. */
  long PERIOD_MICROSECONDS = 100_000;

  /** The group of either version. */
  static CpuGroup of(CgroupDirectory group) {
    return group.version() == 1 ? new CpuGroupV1(group) : new CpuGroupV2(group);
  }

  /** Sets the weight, clamped to what the kernel takes. */
  void weight(long cpuunits);

  /** The weight in force, in cpuunits. */
  long weight();

  /** What {@link #weight()} answers after these units were set. */
  long rounded(long cpuunits);

  /** The knob, as {@code cpu:/cooperage/node/UUID cpu.shares}. */
  String weightKnob();

  /**
   * Sets how much of each period the CT may run, in the order that the kernel accepts.
   *
   * @param quota microseconds; empty is no limit
   * @param burst microseconds that can be saved up; 0 is none
   * @throws ContainerException UNSUPPORTED if the kernel cannot save up
   */
  void bandwidth(OptionalLong quota, long burst);

  /** The quota in force in microseconds of our period, rounded up; empty if there is none. */
  OptionalLong quota();

  /** The burst in force in microseconds; 0 also where the kernel has none. */
  long burst();

  String quotaKnob();

  String burstKnob();

  /** Microseconds of our period that a quota of another is, rounded up. */
  static long scaled(long quota, long period) {
    return (quota * PERIOD_MICROSECONDS + period - 1) / period;
  }

  /** Writes a burst where it differs; it must never exceed the quota, which is set in between. */
  static void setAround(
      CgroupDirectory group, String file, OptionalLong quota, long burst, Runnable setQuota) {
    if (!group.has(file)) {
      setQuota.run();
      if (burst > 0) {
        throw new ContainerException(
            ErrorCode.UNSUPPORTED,
            group.describe() + ": this kernel has no " + file + ", so cpuburst cannot be set",
            "use a kernel from 5.14 on, or unset cpuburst");
      }
      return;
    }
    long before = Long.parseLong(group.read(file));
    if (quota.isPresent() && before > quota.getAsLong()) {
      group.write(file, "0");
      before = 0;
    }
    setQuota.run();
    if (before != burst) {
      group.write(file, Long.toString(burst));
    }
  }
}
