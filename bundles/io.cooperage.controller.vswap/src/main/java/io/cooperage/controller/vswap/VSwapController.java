package io.cooperage.controller.vswap;

import static io.cooperage.controller.vswap.VSwapParameters.PHYSPAGES;
import static io.cooperage.controller.vswap.VSwapParameters.SWAPPAGES;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.UsageSink;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.node.HostFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * RAM and virtual swap of a CT: over physpages it slows down, over the sum it loses a process, and
 * nobody else notices.
 */
@Component
public final class VSwapController implements ResourceController {
  private static final Meter USED =
      new Meter("memory.used", "bytes", Meter.Kind.GAUGE, "RAM in use without the page cache.");
  private static final Meter SWAP =
      new Meter("memory.swap", "bytes", Meter.Kind.GAUGE, "Swap in use, before compression.");
  private static final Meter CACHE =
      new Meter("memory.cache", "bytes", Meter.Kind.GAUGE, "Page cache that counts as the CT's.");
  private static final Meter KILLS =
      new Meter(
          "memory.kills",
          "count",
          Meter.Kind.COUNTER,
          "Processes that the kernel killed for lack of memory.");

  /**
   * What was last asked of a CT, to name roundings; a fresh instance is told by its first apply.
   */
  private final Map<ContainerId, ParameterValues> asked = new ConcurrentHashMap<>();

  private final KillMonitor kills;

  /** Watches the kernel's log once there is something to watch. */
  @Activate
  public VSwapController() {
    this(new KillMonitor(KernelLog::open));
  }

  VSwapController(KillMonitor kills) {
    this.kills = kills;
  }

  /** Ends the thread that watches. */
  @Deactivate
  public void deactivate() {
    kills.close();
  }

  @Override
  public String name() {
    return "vswap";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return VSwapParameters.ALL;
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    return VSwapRules.problems(proposed, host);
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    if (!cell.has(Subsystem.MEMORY) && total.names().isEmpty()) {
      return;
    }
    try {
      MemoryGroup.of(cell.cgroup(Subsystem.MEMORY)).limit(VSwapParameters.limits(total));
    } catch (ContainerException e) {
      throw new ContainerException(
          e.code(), "CT " + cell.id() + ": " + e.getMessage(), e.hint(), e);
    }
    asked.put(cell.id(), total);
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    if (!cell.has(Subsystem.MEMORY)) {
      return List.of();
    }
    MemoryGroup group = MemoryGroup.of(cell.cgroup(Subsystem.MEMORY));
    MemoryLimits inForce = group.limits();
    ParameterValues wanted = asked.getOrDefault(cell.id(), ParameterValues.empty());
    return List.of(
        effective(PHYSPAGES, inForce.ram(), group.ramKnob(), wanted),
        effective(SWAPPAGES, inForce.swap(), group.swapKnob(), wanted));
  }

  private static Effective effective(
      Parameter<Long> parameter, OptionalLong inForce, String knob, ParameterValues wanted) {
    Optional<Long> explicit = wanted.explicit(parameter);
    if (inForce.isEmpty()) {
      boolean byWord = explicit.filter(v -> v == Long.MAX_VALUE).isPresent();
      return byWord
          ? Effective.of(parameter, Long.MAX_VALUE, knob)
          : Effective.unlimited(parameter, knob);
    }
    long value = inForce.getAsLong();
    Effective effective = Effective.of(parameter, value, knob);
    boolean rounded = explicit.isPresent() && MemoryLimits.rounds(explicit.get(), value);
    return rounded ? effective.roundedFrom(parameter.type().format(explicit.get())) : effective;
  }

  @Override
  public List<Meter> meters() {
    return List.of(USED, SWAP, CACHE, KILLS);
  }

  @Override
  public void usage(Cell cell, UsageSink sink) {
    if (!cell.has(Subsystem.MEMORY)) {
      return;
    }
    MemoryGroup group = MemoryGroup.of(cell.cgroup(Subsystem.MEMORY));
    group
        .use()
        .ifPresent(
            use -> {
              sink.put(USED, use.used());
              sink.put(SWAP, use.swap());
              sink.put(CACHE, use.cache());
              sink.put(KILLS, group.kills());
            });
  }

  @Override
  public Watch watch(Cell cell, EventSink sink) {
    return cell.has(Subsystem.MEMORY)
        ? kills.watch(cell.id(), MemoryGroup.of(cell.cgroup(Subsystem.MEMORY)), sink)
        : Watch.none();
  }

  @Override
  public void release(Cell cell) {
    asked.remove(cell.id());
  }
}
