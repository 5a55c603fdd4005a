package io.cooperage.controller.io;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.Optional;

/** Limits, weight and counters of one CT in the kernel's terms. Devices are MAJOR:MINOR. */
sealed interface IoGroup permits IoGroupV1, IoGroupV2 {
  static IoGroup of(CgroupDirectory group) {
    return group.version() == 1 ? new IoGroupV1(group) : new IoGroupV2(group);
  }

  /** Whether the kernel limits devices here at all. */
  boolean throttles();

  /** Sets all limits of a device; none takes its rules away. */
  void limit(String device, Limits limits);

  /** The limits in force. */
  Limits limits(String device);

  /** The knobs for bytes, and in words where they do not hold. */
  String bytesKnob();

  String operationsKnob();

  /** Sets the weight against other groups. */
  void weight(long weight);

  /** Empty if this kernel has no weights. */
  Optional<Long> weight();

  String weightKnob();

  /** What a device has served; empty before the first request and when the group is gone. */
  Optional<Served> served(String device);
}
