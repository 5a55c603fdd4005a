package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUS;
import static io.cooperage.controller.cpu.CpuParameters.CPUUNITS;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.UsageSink;
import io.cooperage.spi.node.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** Weight and limits of a CT's CPU time. */
@Component
public final class CpuController implements ResourceController {
  /**
   * What was last asked of a CT, to name roundings; a fresh instance is told by its first apply.
   */
  private final Map<ContainerId, ParameterValues> asked = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return CpuParameters.ALL;
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    List<Problem> problems = new ArrayList<>();
    if (host.feature("cgroup.cpu").equals("none")) {
      for (Parameter<?> p : parameters()) {
        proposed.texts(p).stream()
            .map(
                text ->
                    Problem.of(p.name(), text, "needs the cpu controller, which this host lacks"))
            .forEach(problems::add);
      }
    }
    Optional<Long> cpus = proposed.explicit(CPUS);
    if (cpus.isPresent() && cpus.get() > host.cpus()) {
      problems.add(
          Problem.of(
              "cpus",
              cpus.get().toString(),
              "must be at most " + host.cpus() + ", the CPUs of this node"));
    }
    return List.copyOf(problems);
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    if (!cell.has(Subsystem.CPU) && total.names().isEmpty()) {
      return;
    }
    CpuGroup group = group(cell);
    total.get(CPUUNITS).ifPresent(group::weight);
    group.limit(smaller(limit(total), cpus(total)));
    asked.put(cell.id(), total);
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    if (!cell.has(Subsystem.CPU)) {
      return List.of();
    }
    CpuGroup group = group(cell);
    ParameterValues wanted = asked.getOrDefault(cell.id(), ParameterValues.empty());
    OptionalLong inForce = group.limit();
    return List.of(
        weight(group, wanted),
        limit(group.limitKnob(), inForce, wanted),
        cpus(group.limitKnob(), inForce, wanted));
  }

  private static Effective weight(CpuGroup group, ParameterValues wanted) {
    long weight = group.weight();
    Effective effective =
        new Effective(CPUUNITS.name(), Long.toString(weight), group.weightKnob(), "");
    return wanted
        .explicit(CPUUNITS)
        .filter(w -> w != weight)
        .map(w -> effective.roundedFrom(w.toString()))
        .orElse(effective);
  }

  /** One quota serves both: it is shown at cpulimit unless cpus alone explains it. */
  private static Effective limit(String knob, OptionalLong inForce, ParameterValues wanted) {
    if (inForce.isEmpty() || (limit(wanted).isEmpty() && inForce.equals(cpus(wanted)))) {
      return none(CPULIMIT, knob, wanted);
    }
    Effective effective = Effective.of(CPULIMIT, inForce.getAsLong(), knob);
    boolean capped = inForce.equals(cpus(wanted)) && limit(wanted).isPresent();
    return capped && !inForce.equals(limit(wanted))
        ? effective.roundedFrom(Long.toString(limit(wanted).getAsLong()))
        : effective;
  }

  /** A tighter cpulimit keeps the promise of cpus as well. */
  private static Effective cpus(String knob, OptionalLong inForce, ParameterValues wanted) {
    OptionalLong most = cpus(wanted);
    if (most.isEmpty() || inForce.isEmpty() || inForce.getAsLong() > most.getAsLong()) {
      return none(CPUS, knob, wanted);
    }
    return Effective.of(CPUS, most.getAsLong() / 100, knob);
  }

  /** No limit, in the word that was used to ask for it. */
  private static Effective none(Parameter<Long> parameter, String knob, ParameterValues wanted) {
    boolean asZero = wanted.explicit(parameter).filter(v -> v == 0).isPresent();
    return asZero ? Effective.of(parameter, 0L, knob) : Effective.unlimited(parameter, knob);
  }

  private static OptionalLong limit(ParameterValues values) {
    return nonZero(values.get(CPULIMIT), 1);
  }

  /** The limit that cpus means, in percent. */
  private static OptionalLong cpus(ParameterValues values) {
    return nonZero(values.get(CPUS), 100);
  }

  private static OptionalLong nonZero(Optional<Long> value, long factor) {
    return value.isEmpty() || value.get() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(value.get() * factor);
  }

  private static OptionalLong smaller(OptionalLong a, OptionalLong b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return a.getAsLong() < b.getAsLong() ? a : b;
  }

  private static CpuGroup group(Cell cell) {
    CgroupDirectory directory = cell.cgroup(Subsystem.CPU);
    return directory.version() == 1 ? new CpuGroupV1(directory) : new CpuGroupV2(directory);
  }

  @Override
  public List<Meter> meters() {
    return CpuTime.ALL;
  }

  @Override
  public void usage(Cell cell, UsageSink sink) {
    CpuTime.report(cell, sink);
  }

  @Override
  public void release(Cell cell) {
    asked.remove(cell.id());
  }
}
