package io.cooperage.controller.devices;

import static io.cooperage.controller.devices.DevicesParameters.DEVICES;
import static io.cooperage.controller.devices.DevicesParameters.DEVNODES;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.node.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/**
 * Denies a CT every device but the harmless ones and those that it was given. The list is put on
 * every CT, also on one without settings.
 */
@Component
public final class DevicesController implements ResourceController {
  /** What was last asked of a CT; a fresh instance is told by its first apply. */
  private final Map<ContainerId, ParameterValues> asked = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "devices";
  }

  /** Without it a privileged CT reaches every device of the host. */
  @Override
  public boolean essential() {
    return true;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return DevicesParameters.ALL;
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    List<Problem> problems = new ArrayList<>(DevicesParameters.problems(proposed));
    boolean held =
        !host.feature("cgroup.devices").equals("none")
            || !host.feature("cgroup.core").equals("none");
    for (Parameter<?> parameter : held ? List.<Parameter<?>>of() : parameters()) {
      proposed.texts(parameter).stream()
          .map(
              text ->
                  Problem.of(
                      parameter.name(),
                      text,
                      "needs the devices controller or the unified hierarchy, which this host lacks"))
          .forEach(problems::add);
    }
    return List.copyOf(problems);
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    Optional<DeviceGroup> group = DeviceGroup.of(cell);
    if (group.isEmpty() && !total.names().isEmpty()) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED, "CT " + cell.id() + ": this host cannot hold a CT to devices");
    }
    group.ifPresent(g -> g.apply(DevicesParameters.rules(total)));
    applyNodes(cell, total);
    asked.put(cell.id(), total);
  }

  private static void applyNodes(Cell cell, ParameterValues total) {
    Set<String> before = cell.init().map(NodeMounts::names).orElse(Set.of());
    List<DeviceNode> wanted =
        total.list(DEVNODES).stream().filter(n -> !n.access().none()).toList();
    if (before.isEmpty() && wanted.isEmpty()) {
      return;
    }
    try (GuestNodes nodes = GuestNodes.open(cell).orElseThrow(() -> down(cell))) {
      wanted.forEach(node -> put(nodes, node));
      Set<String> kept = wanted.stream().map(DeviceNode::name).collect(Collectors.toSet());
      before.stream().filter(name -> !kept.contains(name)).forEach(nodes::remove);
    }
  }

  private static void put(GuestNodes nodes, DeviceNode node) {
    nodes.put(node, node.device().orElseThrow(() -> absent(node)), node.permissions());
  }

  private static ContainerException absent(DeviceNode node) {
    return new ContainerException(
        ErrorCode.BAD_VALUE,
        "devnodes " + node.format() + " names no device in /dev of this node",
        "load its driver, or unset the entry");
  }

  private static ContainerException down(Cell cell) {
    return new ContainerException(ErrorCode.NOT_RUNNING, "CT " + cell.id() + " does not run");
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    Optional<DeviceGroup> group = DeviceGroup.of(cell);
    if (group.isEmpty()) {
      return List.of();
    }
    String knob = group.get().knob();
    Optional<RuleSet> rules = group.get().inForce();
    if (rules.isEmpty()) {
      return List.of(Effective.unlimited(DEVICES, knob));
    }
    List<Effective> inForce = new ArrayList<>();
    RuleSet standard = RuleSet.standard();
    for (Device device : rules.get().devices(standard)) {
      Access access = rules.get().access(device);
      if (!access.equals(standard.access(device))) {
        Access use = rules.get().use(device);
        inForce.add(effective(DEVICES, new DeviceRule(device, use).format(), knob));
      }
    }
    asked.getOrDefault(cell.id(), ParameterValues.empty()).list(DEVICES).stream()
        .filter(r -> rules.get().use(r.device()).equals(r.access()))
        .map(DeviceRule::format)
        .filter(text -> inForce.stream().noneMatch(e -> e.value().equals(text)))
        .forEach(text -> inForce.add(effective(DEVICES, text, knob)));
    inForce.addAll(nodes(cell, rules.get(), knob));
    return List.copyOf(inForce);
  }

  private static Effective effective(Parameter<?> parameter, String text, String where) {
    return new Effective(parameter.name(), text, where, "");
  }

  private List<Effective> nodes(Cell cell, RuleSet rules, String knob) {
    List<DeviceNode> wanted = asked.getOrDefault(cell.id(), ParameterValues.empty()).list(DEVNODES);
    if (wanted.isEmpty()) {
      return List.of();
    }
    Optional<GuestNodes> nodes = GuestNodes.open(cell);
    if (nodes.isEmpty()) {
      return List.of();
    }
    try (GuestNodes open = nodes.get()) {
      return wanted.stream()
          .map(node -> effective(DEVNODES, inForce(open, node, rules), where(node, knob)))
          .toList();
    }
  }

  private static String inForce(GuestNodes nodes, DeviceNode node, RuleSet rules) {
    Access access =
        nodes
            .present(node)
            .filter(device -> node.device().equals(Optional.of(device)))
            .map(rules::use)
            .orElse(Access.NONE);
    return new DeviceNode(node.name(), access).format();
  }

  private static String where(DeviceNode node, String knob) {
    return node.guestPath() + " in the CT, " + knob;
  }

  @Override
  public void release(Cell cell) {
    asked.remove(cell.id());
  }
}
