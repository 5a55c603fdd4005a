package io.cooperage.controller.devices;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.IsolationInspector;
import io.cooperage.spi.isolation.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/** Tells which devices a CT may use beyond those that harm nobody, by the rules in force. */
@Component(service = IsolationInspector.class, property = "service.ranking:Integer=-5")
public final class DevicesInspector implements IsolationInspector {
  private static final String DEVICES = "devices";

  /** Major number of memory, ports and the kernel's log, beside the harmless ones. */
  private static final int MEMORY = 1;

  @Override
  public String kind() {
    return "namespaces";
  }

  @Override
  public List<IsolationLayer> inspect(Sandbox sandbox, Cell cell) {
    Optional<RuleSet> rules =
        groups(cell).stream().map(DeviceGroup::inForce).flatMap(Optional::stream).findFirst();
    return List.of(
        rules.map(DevicesInspector::layer).orElseGet(() -> open(cell.idMap().privileged())));
  }

  /** Both where the host has both: a privileged CT is held by the second. */
  private static List<DeviceGroup> groups(Cell cell) {
    List<DeviceGroup> groups = new ArrayList<>();
    if (cell.has(Subsystem.DEVICES)) {
      CgroupDirectory group = cell.cgroup(Subsystem.DEVICES);
      if (group.version() == 1) {
        groups.add(new DeviceGroupV1(group));
      }
    }
    if (cell.has(Subsystem.CORE)) {
      groups.add(new DeviceGroupV2(cell.cgroup(Subsystem.CORE)));
    }
    return groups;
  }

  private static IsolationLayer open(boolean privileged) {
    return IsolationLayer.off(
        DEVICES,
        privileged ? IsolationGrade.WEAK : IsolationGrade.GOOD,
        "no rules",
        privileged
            ? "it can make and open every device of the host, its disks too"
            : "a node that comes into it works; it cannot make one itself");
  }

  private static IsolationLayer layer(RuleSet rules) {
    // Ours are never empty: what cannot be read is taken for that.
    if (rules.rules().isEmpty()) {
      return IsolationLayer.absent(
          DEVICES,
          IsolationGrade.WEAK,
          "a program that is not Cooperage's",
          "nobody knows what is open");
    }
    Map<Device, Access> beyond = rules.beyond(RuleSet.standard());
    if (beyond.isEmpty()) {
      return IsolationLayer.on(DEVICES, "none but the harmless ones");
    }
    String found =
        beyond.entrySet().stream()
            .map(e -> new DeviceRule(e.getKey(), e.getValue()).format())
            .collect(Collectors.joining(", "));
    IsolationLayer layer = IsolationLayer.on(DEVICES, "the harmless ones and " + found);
    return beyond.keySet().stream().anyMatch(DevicesInspector::reachesTheHost)
        ? layer.but(IsolationGrade.WEAK, "with a disk, memory or whole family it reaches the host")
        : layer.but(IsolationGrade.GOOD, "a flaw of the device's driver is open to it");
  }

  private static boolean reachesTheHost(Device device) {
    return device.block()
        || device.minor().isEmpty()
        || device.major().isEmpty()
        || device.major().getAsInt() == MEMORY;
  }
}
