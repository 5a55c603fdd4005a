package io.cooperage.controller.devices;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Descriptors, with vzctl's names. */
final class DevicesParameters {
  static final Parameter<DeviceRule> DEVICES =
      Parameter.builder("devices", DeviceRule.type())
          .list()
          .defaultText("the harmless ones")
          .description(
              "What the CT may do with a device beyond null, zero, full, random, urandom and"
                  + " terminals; none forbids.")
          .group("devices")
          .build();

  static final Parameter<DeviceNode> DEVNODES =
      Parameter.builder("devnodes", DeviceNode.type())
          .list()
          .description(
              "Devices of the host's /dev that the CT finds in its own and may use; the nodes"
                  + " belong to its root.")
          .group("devices")
          .build();

  static final List<Parameter<?>> ALL = List.of(DEVICES, DEVNODES);

  private DevicesParameters() {}

  /** Two entries for one device or name, and names that the host does not have. */
  static List<Problem> problems(ParameterValues values) {
    List<Problem> problems = new ArrayList<>();
    Set<Device> devices = new HashSet<>();
    for (DeviceRule rule : values.list(DEVICES)) {
      if (!devices.add(rule.device())) {
        problems.add(problem(DEVICES, rule.format(), "is the second entry for that device"));
      }
    }
    Set<String> names = new HashSet<>();
    for (DeviceNode node : values.list(DEVNODES)) {
      if (!names.add(node.name())) {
        problems.add(problem(DEVNODES, node.format(), "is the second entry for that name"));
      } else if (!node.access().none() && node.device().isEmpty()) {
        problems.add(problem(DEVNODES, node.format(), "names no device in /dev of this node"));
      }
    }
    return problems;
  }

  private static Problem problem(Parameter<?> parameter, String text, String rule) {
    return Problem.of(parameter.name(), text, rule);
  }

  /** Everything that the values allow. Entries of {@code devices} win over names. */
  static RuleSet rules(ParameterValues values) {
    RuleSet rules = RuleSet.standard();
    for (DeviceNode node : values.list(DEVNODES)) {
      Optional<Device> device = node.device();
      if (device.isPresent()) {
        rules = rules.with(device.get(), node.access());
      }
    }
    for (DeviceRule rule : values.list(DEVICES)) {
      rules = rules.with(rule.device(), rule.access());
    }
    return rules;
  }
}
