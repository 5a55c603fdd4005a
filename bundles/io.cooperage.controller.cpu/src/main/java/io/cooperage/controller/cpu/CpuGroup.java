package io.cooperage.controller.cpu;

import java.util.OptionalLong;

/** Weight and quota of one CT in the kernel's terms. */
sealed interface CpuGroup permits CpuGroupV1, CpuGroupV2 {
  /** Length of a quota's period, the kernel's default. */
  long PERIOD_MICROSECONDS = 100_000;

  /** Sets the weight, clamped to what the kernel takes. */
  void weight(long cpuunits);

  /** The weight in force, in cpuunits. */
  long weight();

  /** The knob, as {@code cpu:/cooperage/node/UUID cpu.shares}. */
  String weightKnob();

  /** Sets the limit in percent of one core; empty is none. */
  void limit(OptionalLong percent);

  /** The limit in force in percent of one core, rounded up; empty if there is none. */
  OptionalLong limit();

  String limitKnob();

  /** Percent of a period that a quota is, rounded up. */
  static long percent(long quota, long period) {
    return (quota * 100 + period - 1) / period;
  }
}
