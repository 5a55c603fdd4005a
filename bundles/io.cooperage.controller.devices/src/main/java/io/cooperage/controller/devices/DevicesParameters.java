package io.cooperage.controller.devices;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.bpf.DevicePrograms;
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
          .reachesHost()
          .build();

  static final Parameter<DeviceNode> DEVNODES =
      Parameter.builder("devnodes", DeviceNode.type())
          .list()
          .description(
              "Devices of the host's /dev that the CT finds in its own and may use; the nodes"
                  + " belong to its root.")
          .group("devices")
          .reachesHost()
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
    problems.addAll(unheld(values));
    return problems;
  }

  /** Entries that forbid what another allows, and more entries than the kernel is asked for. */
  private static List<Problem> unheld(ParameterValues values) {
    List<Problem> problems = new ArrayList<>();
    RuleSet rules = rules(values);
    Set<Device> named = new HashSet<>();
    for (DeviceRule rule : values.list(DEVICES)) {
      named.add(rule.device());
      rules
          .exceeding(rule.device(), rule.access())
          .map(wider -> exceeded(DEVICES, rule.format(), wider, rules))
          .ifPresent(problems::add);
    }
    for (DeviceNode node : values.list(DEVNODES)) {
      node.device()
          .filter(device -> !named.contains(device))
          .flatMap(device -> rules.exceeding(device, node.access()))
          .map(wider -> exceeded(DEVNODES, node.format(), wider, rules))
          .ifPresent(problems::add);
    }
    int length = RuleProgram.of(rules).size();
    if (length > DevicePrograms.LONGEST) {
      problems.add(tooMany(values, length));
    }
    return problems;
  }

  private static Problem exceeded(
      Parameter<?> parameter, String text, Device wider, RuleSet rules) {
    String rule = new DeviceRule(wider, rules.access(wider)).format();
    return new Problem(
        parameter.name(),
        text,
        "takes nothing away from " + rule + ": the kernel lets through what any one rule allows",
        "narrow " + rule + " with an entry for it, and allow the devices below it one by one");
  }

  private static Problem tooMany(ParameterValues values, int length) {
    return new Problem(
        DEVICES.name(),
        "",
        "has too many entries, with devnodes "
            + (values.list(DEVICES).size() + values.list(DEVNODES).size())
            + ": their program would have "
            + length
            + " instructions and may have "
            + DevicePrograms.LONGEST,
        "use rules for whole majors, as c:MAJOR:all:rw");
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
