package io.cooperage.controller.vswap;

import static io.cooperage.controller.vswap.VSwapParameters.GUARANTEE;
import static io.cooperage.controller.vswap.VSwapParameters.OOM_POLICY;
import static io.cooperage.controller.vswap.VSwapParameters.PHYSPAGES;
import static io.cooperage.controller.vswap.VSwapParameters.SWAPPAGES;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.CgroupDirectory;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * RAM and virtual swap of a CT: over physpages it slows down, over the sum it loses a process, and
 * nobody else notices.
 */
@Component(service = ResourceController.class, configurationPid = "io.cooperage.memory")
@Designate(ocd = MemoryConfiguration.class)
public final class VSwapController implements ResourceController {
  private static final String GUARANTEED = "memory.guarantee";
  private static final Meter USED =
      new Meter("memory.used", "bytes", Meter.Kind.GAUGE, "RAM in use without the page cache.");
  private static final Meter SWAP =
      new Meter("memory.swap", "bytes", Meter.Kind.GAUGE, "Swap in use, before compression.");
  private static final Meter CACHE =
      new Meter("memory.cache", "bytes", Meter.Kind.GAUGE, "Page cache that counts as the CT's.");
  private static final Meter IN_ZRAM =
      new Meter(
          "memory.zram",
          "bytes",
          Meter.Kind.GAUGE,
          "RAM that the CT's swap takes compressed, estimated from the whole node's ratio.");
  private static final Meter ON_DISK =
      new Meter(
          "memory.disk",
          "bytes",
          Meter.Kind.GAUGE,
          "Part of the CT's swap that is on disk, estimated from the whole node's.");
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

  private final Guarantees guarantees = new Guarantees();
  private final SwapSplits splits;
  private final MemoryReserve reserve;
  private final KillMonitor kills;

  /** Watches the kernel's log once there is something to watch. */
  @Activate
  public VSwapController(MemoryConfiguration configuration) {
    this(
        MemoryReserve.of(configuration.reserve()),
        new SwapSplits(SwapSplit::now, System::nanoTime),
        new KillMonitor(KernelLog::open));
  }

  VSwapController(MemoryReserve reserve, SwapSplits splits, KillMonitor kills) {
    this.reserve = reserve;
    this.splits = splits;
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
  public List<Claim> claims(ParameterValues values) {
    long promised = VSwapParameters.guarantee(values);
    return promised == 0 ? List.of() : List.of(Claim.amount(GUARANTEED, promised));
  }

  @Override
  public List<Capacity> capacities(HostFacts host) {
    long rest = reserve.rest(host.memory(), NodeSwapFeature.memory(host));
    return List.of(new Capacity(GUARANTEED, "bytes", rest));
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    if (!cell.has(Subsystem.MEMORY) && total.names().isEmpty()) {
      return;
    }
    try {
      CgroupDirectory files = cell.cgroup(Subsystem.MEMORY);
      MemoryGroup group = MemoryGroup.of(files);
      if (!asked.containsKey(cell.id())) {
        NodeMemory.now().fence(files, reserve);
      }
      group.killWhole(total.get(OOM_POLICY).orElseThrow() == OomPolicy.CONTAINER);
      group.limit(limits(group, total));
      guarantees.set(cell.id(), files, VSwapParameters.guarantee(total));
    } catch (ContainerException e) {
      throw new ContainerException(
          e.code(), "CT " + cell.id() + ": " + e.getMessage(), e.hint(), e);
    }
    asked.put(cell.id(), total);
  }

  /**
   * What the group gets. What is not asked for is half of the node's; a CT that uses more, as one
   * that was started without limits, keeps what it has.
   */
  private static MemoryLimits limits(MemoryGroup group, ParameterValues total) {
    MemoryLimits now = group.limits();
    if (total.isSet(PHYSPAGES) && (total.isSet(SWAPPAGES) || !group.limitsSwap())) {
      return VSwapParameters.limits(total, now);
    }
    MemoryLimits usual = NodeMemory.now().usual();
    Optional<MemoryUse> use = group.use();
    long ram = use.map(u -> u.used() + u.cache()).orElse(0L);
    MemoryLimits open =
        new MemoryLimits(
            usual(usual.ram(), now.ram(), ram),
            group.limitsSwap()
                ? usual(usual.swap(), now.swap(), use.map(MemoryUse::swap).orElse(0L))
                : now.swap());
    return VSwapParameters.limits(total, open);
  }

  private static OptionalLong usual(OptionalLong usual, OptionalLong now, long used) {
    boolean leavesMore = MemoryLimits.atLeast(usual, now);
    return leavesMore || used < usual.orElse(Long.MAX_VALUE) ? usual : now;
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
        effective(SWAPPAGES, inForce.swap(), group.swapKnob(), wanted),
        guarantee(Protection.of(cell.cgroup(Subsystem.MEMORY)), wanted),
        Effective.of(
            OOM_POLICY,
            group.killsWhole() ? OomPolicy.CONTAINER : OomPolicy.PROCESS,
            group.killKnob()));
  }

  private static Effective guarantee(Protection protection, ParameterValues wanted) {
    OptionalLong inForce = protection.inForce();
    Optional<MemoryGuarantee> asked = wanted.explicit(GUARANTEE);
    long expected = VSwapParameters.guarantee(wanted);
    if (asked.isPresent() && inForce.orElse(0) == expected) {
      MemoryGuarantee exact = MemoryGuarantee.bytes(expected);
      boolean rounded = !asked.get().percent() && !asked.get().equals(exact);
      return rounded
          ? Effective.of(GUARANTEE, exact, protection.where())
              .roundedFrom(wanted.texts(GUARANTEE).get(0))
          : Effective.of(GUARANTEE, asked.get(), protection.where());
    }
    return inForce.isEmpty()
        ? Effective.unlimited(GUARANTEE, protection.where())
        : Effective.of(GUARANTEE, MemoryGuarantee.bytes(inForce.getAsLong()), protection.where());
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
  public List<Consequence> foresee(Cell cell, ParameterValues total) {
    if (!cell.has(Subsystem.MEMORY)) {
      return List.of();
    }
    CgroupDirectory files = cell.cgroup(Subsystem.MEMORY);
    MemoryGroup group = MemoryGroup.of(files);
    MemoryLimits limits = limits(group, total);
    long free = splits.recent().free();
    return group
        .use()
        .map(use -> new MemoryForecast(use, limits, free, files.version()).consequences())
        .orElseGet(List::of);
  }

  @Override
  public List<ResourceCount> counts(Cell cell) {
    if (!cell.has(Subsystem.MEMORY)) {
      return List.of();
    }
    CgroupDirectory files = cell.cgroup(Subsystem.MEMORY);
    MemoryGroup group = MemoryGroup.of(files);
    return group
        .use()
        .map(use -> new MemoryCounts(files, group.limits(), use).all())
        .orElseGet(List::of);
  }

  @Override
  public List<Meter> meters() {
    return List.of(USED, SWAP, CACHE, IN_ZRAM, ON_DISK, KILLS);
  }

  @Override
  public boolean rests() {
    return true;
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
              SwapSplit split = splits.recent();
              sink.put(IN_ZRAM, split.compressed(use.swap()));
              sink.put(ON_DISK, split.disk(use.swap()));
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
    if (cell.has(Subsystem.MEMORY)) {
      guarantees.release(cell.id(), cell.cgroup(Subsystem.MEMORY));
    }
  }
}
