package io.cooperage.controller.devices;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import java.util.Optional;

/** The devices of one CT in the kernel's terms. */
sealed interface DeviceGroup permits DeviceGroupV1, DeviceGroupV2 {
  /** Makes the rules hold, whatever held before. Processes keep what they have open. */
  void apply(RuleSet rules);

  /** The rules in force; empty if every device is allowed. */
  Optional<RuleSet> inForce();

  /** The knob. */
  String knob();

  /**
   * Where this host holds a CT; empty if it cannot. v1 takes no new default from a group that has
   * groups below, and a privileged CT has one: a program on the unified hierarchy serves there.
   */
  static Optional<DeviceGroup> of(Cell cell) {
    if (cell.has(Subsystem.DEVICES)) {
      CgroupDirectory group = cell.cgroup(Subsystem.DEVICES);
      if (group.version() == 1 && (group.below().isEmpty() || !cell.has(Subsystem.CORE))) {
        return Optional.of(new DeviceGroupV1(group));
      }
    }
    return cell.has(Subsystem.CORE)
        ? Optional.of(new DeviceGroupV2(cell.cgroup(Subsystem.CORE)))
        : Optional.empty();
  }
}
