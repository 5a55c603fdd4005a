package io.cooperage.testing.fake;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.spi.controller.Capacity;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.controller.Consequence;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.LaunchMounts;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.controller.UsageSink;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.node.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what it was told, and reads that back. */
public final class FakeController implements ResourceController, LaunchMounts {
  /** Relative weight of a CT. */
  public static final Parameter<Long> CPUUNITS =
      Parameter.builder("cpuunits", ValueTypes.integer(8, 500000))
          .defaultValue(1000L)
          .description("Weight of the CT when CPUs are short.")
          .group("cpu")
          .build();

  private static final Meter METER =
      new Meter("cpu.time", "nanoseconds", Meter.Kind.COUNTER, "CPU time used.");

  private final String name;
  private final List<Parameter<?>> parameters;
  private final Map<ContainerId, ParameterValues> applied = new ConcurrentHashMap<>();
  private final Map<ContainerId, EventSink> watched = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Faults faults = new Faults();
  private volatile List<Consequence> consequences = List.of();
  private volatile Optional<Capacity> capacity = Optional.empty();
  private volatile boolean essential;
  private volatile OptionalLong activity = OptionalLong.empty();
  private volatile List<HostMount> mounts = List.of();
  private final Set<ContainerId> sources = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sampled = new AtomicInteger();

  /** A controller of that name with those parameters. */
  public FakeController(String name, Parameter<?>... parameters) {
    this.name = name;
    this.parameters = List.of(parameters);
  }

  /** The controller "cpu" with {@link #CPUUNITS}. */
  public static FakeController cpu() {
    return new FakeController("cpu", CPUUNITS);
  }

  /** Makes it one that no CT starts without; before it is published. */
  public FakeController makeEssential() {
    essential = true;
    return this;
  }

  @Override
  public boolean essential() {
    return essential;
  }

  /** Calls that can fail: mounts, apply, readBack, foresee, counts, usage, watch, release. */
  public Faults faults() {
    return faults;
  }

  /** What is in force for a CT; empty values if nothing was applied. */
  public ParameterValues inForce(ContainerId id) {
    return applied.getOrDefault(id, ParameterValues.empty());
  }

  /** Changes what is in force, as somebody else on the host would. */
  public void tamper(ContainerId id, ParameterValues values) {
    applied.put(id, values);
  }

  /** What every further change would cost a running CT. */
  public void threaten(Consequence... foreseen) {
    consequences = List.of(foreseen);
  }

  /** From now on its first parameter is claimed from the node as an amount. */
  public void limitSum(String resource, long amount) {
    capacity = Optional.of(new Capacity(resource, "bytes", amount));
  }

  /** Calls of apply and release in their order, as "apply UUID". */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** CTs with an open watch. */
  public Set<ContainerId> watched() {
    return new TreeSet<>(watched.keySet());
  }

  /** Reports an event of a watched CT. */
  public void report(ContainerId id, String type, String message) {
    watched.get(id).event(type, message, Map.of());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return parameters;
  }

  @Override
  public List<Claim> claims(ParameterValues values) {
    return capacity.stream()
        .flatMap(c -> values.texts(parameters.get(0)).stream().map(t -> claim(c, t)))
        .toList();
  }

  private static Claim claim(Capacity capacity, String text) {
    return Claim.amount(capacity.resource(), Long.parseLong(text));
  }

  @Override
  public List<Capacity> capacities(HostFacts host) {
    return capacity.stream().toList();
  }

  @Override
  public List<Consequence> foresee(Cell cell, ParameterValues total) {
    faults.check("foresee");
    return consequences;
  }

  @Override
  public List<ResourceCount> counts(Cell cell) {
    faults.check("counts");
    return List.of(ResourceCount.held("fake." + name, "count", 7).failCount(1));
  }

  /** What it wants mounted in every CT that is launched from now on. */
  public FakeController mounting(HostMount... wanted) {
    mounts = List.of(wanted);
    return this;
  }

  @Override
  public List<HostMount> mounts(ContainerId container, ParameterValues total) {
    faults.check("mounts");
    if (!mounts.isEmpty()) {
      sources.add(container);
    }
    return mounts;
  }

  /** The CTs for which it has made what it wants mounted. */
  public Set<ContainerId> sources() {
    return Set.copyOf(sources);
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    faults.check("apply");
    calls.add("apply " + cell.id());
    applied.put(cell.id(), total);
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    faults.check("readBack");
    List<Effective> answer = new ArrayList<>();
    ParameterValues values = inForce(cell.id());
    for (Parameter<?> p : parameters) {
      answer.add(effective(p, values));
    }
    return answer;
  }

  private static <T> Effective effective(Parameter<T> parameter, ParameterValues values) {
    return values
        .get(parameter)
        .map(v -> Effective.of(parameter, v, "fake:" + parameter.name()))
        .orElseGet(() -> Effective.unlimited(parameter, "fake:" + parameter.name()));
  }

  @Override
  public List<Meter> meters() {
    return List.of(METER);
  }

  /** From now on it tells of CTs that they have run so much, and that they rest otherwise. */
  public void ran(long amount) {
    activity = OptionalLong.of(amount);
  }

  @Override
  public OptionalLong activity(Cell cell) {
    return activity;
  }

  @Override
  public boolean rests() {
    return activity.isPresent();
  }

  @Override
  public void usage(Cell cell, UsageSink sink) {
    faults.check("usage");
    sampled.incrementAndGet();
    sink.put(METER, 42);
  }

  /** How often {@link #usage} was called. */
  public int sampled() {
    return sampled.get();
  }

  @Override
  public Watch watch(Cell cell, EventSink sink) {
    faults.check("watch");
    watched.put(cell.id(), sink);
    return () -> watched.remove(cell.id());
  }

  @Override
  public void release(Cell cell) {
    faults.check("release");
    calls.add("release " + cell.id());
    sources.remove(cell.id());
    applied.remove(cell.id());
  }
}
