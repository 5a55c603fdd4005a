package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUMASK;
import static io.cooperage.controller.cpu.CpuParameters.CPUS;
import static io.cooperage.controller.cpu.CpuParameters.NODEMASK;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Capacity;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.controller.Consequence;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.controller.UsageSink;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.node.HostFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Weight, limits, guarantee and cores of a CT's CPU time. */
@Component(service = ResourceController.class, configurationPid = "io.cooperage.cpu")
@Designate(ocd = CpuConfiguration.class)
public final class CpuController implements ResourceController {
  private static final String GUARANTEED = "cpu.guarantee";

  /**
   * What was last asked of a CT, to name roundings; a fresh instance is told by its first apply.
   */
  private final Map<ContainerId, ParameterValues> asked = new ConcurrentHashMap<>();

  private final NodeCpus node;
  private final ThrottleMonitor monitor;

  /** Watches CTs once there are any. */
  @Activate
  public CpuController(CpuConfiguration configuration) {
    this(
        SysfsCpus.ofHost(),
        new ThrottleMonitor(
            Math.max(1, Math.min(100, configuration.throttleAlert())),
            Duration.ofSeconds(Math.max(1, Math.min(3600, configuration.throttleWindow())))));
  }

  CpuController(NodeCpus node, ThrottleMonitor monitor) {
    this.node = node;
    this.monitor = monitor;
  }

  /** Ends the thread that watches. */
  @Deactivate
  public void deactivate() {
    monitor.close();
  }

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
    return CpuRules.problems(proposed, host);
  }

  @Override
  public List<Claim> claims(ParameterValues values) {
    long guarantee = CpuParameters.guarantee(values);
    return guarantee == 0 ? List.of() : List.of(Claim.amount(GUARANTEED, guarantee));
  }

  @Override
  public List<Capacity> capacities(HostFacts host) {
    return List.of(new Capacity(GUARANTEED, "% of one core", host.cpus() * 100L));
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    if (cell.has(Subsystem.CPU) || !total.names().isEmpty()) {
      CpuGroup group = CpuGroup.of(cell.cgroup(Subsystem.CPU));
      group.weight(CpuParameters.weight(total));
      group.bandwidth(quota(total), CpuParameters.burst(total));
    }
    if (cell.has(Subsystem.CPUSET)) {
      CpusetGroup group = new CpusetGroup(cell.cgroup(Subsystem.CPUSET));
      group.set(CpusetGroup.CPUS, CpuParameters.mask(total, CPUMASK));
      group.set(CpusetGroup.MEMS, CpuParameters.mask(total, NODEMASK));
    }
    asked.put(cell.id(), total);
  }

  private OptionalLong quota(ParameterValues values) {
    return Stream.of(CpuParameters.limit(values), CpuParameters.cpus(values))
        .flatMap(Optional::stream)
        .mapToLong(limit -> limit.quota(limit.megahertz() ? core() : 0))
        .min();
  }

  private long core() {
    return node.megahertz()
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.UNSUPPORTED,
                    "cpulimit is in MHz, but this kernel does not say how fast a core is",
                    "give cpulimit in percent of a core"));
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    ParameterValues wanted = asked.getOrDefault(cell.id(), ParameterValues.empty());
    boolean inMegahertz = CpuParameters.limit(wanted).filter(CpuLimit::megahertz).isPresent();
    CpuReadBack readBack =
        new CpuReadBack(wanted, inMegahertz ? node.megahertz() : OptionalLong.empty());
    List<Effective> all = new ArrayList<>();
    if (cell.has(Subsystem.CPU)) {
      all.addAll(readBack.of(CpuGroup.of(cell.cgroup(Subsystem.CPU))));
    }
    if (cell.has(Subsystem.CPUSET)) {
      all.addAll(readBack.of(new CpusetGroup(cell.cgroup(Subsystem.CPUSET))));
    }
    return List.copyOf(all);
  }

  @Override
  public List<Consequence> foresee(Cell cell, ParameterValues total) {
    Optional<Long> use = monitor.recentUse(cell.id());
    OptionalLong quota = quota(total);
    if (use.isEmpty() || quota.isEmpty() || use.get() <= quota.getAsLong() / 1000) {
      return List.of();
    }
    Parameter<?> parameter = CpuParameters.limit(total).isPresent() ? CPULIMIT : CPUS;
    String message = "the CT uses " + use.get() + " % of a core now and will be slowed down to ";
    return List.of(
        Consequence.harmless(parameter.name(), message + quota.getAsLong() / 1000 + " %"));
  }

  @Override
  public List<ResourceCount> counts(Cell cell) {
    if (!cell.has(Subsystem.CPU)) {
      return List.of();
    }
    CpuStat stat = CpuStat.of(cell.cgroup(Subsystem.CPU));
    String unit = "periods of 100 ms";
    return List.of(
        ResourceCount.held(CPULIMIT.name(), unit, stat.periods()).failCount(stat.throttled()));
  }

  @Override
  public List<Meter> meters() {
    return Stream.concat(CpuTime.ALL.stream(), Pressure.ALL.stream()).toList();
  }

  @Override
  public boolean rests() {
    return true;
  }

  @Override
  public OptionalLong activity(Cell cell) {
    return CpuTime.used(cell);
  }

  @Override
  public void usage(Cell cell, UsageSink sink) {
    CpuTime.report(cell, sink);
    Pressure.report(cell, sink);
  }

  @Override
  public Watch watch(Cell cell, EventSink sink) {
    return cell.has(Subsystem.CPU) ? monitor.watch(cell, sink) : Watch.none();
  }

  @Override
  public void release(Cell cell) {
    asked.remove(cell.id());
  }
}
