package com.example.hugepages;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
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

/**
 * Limits what a CT holds in huge pages of 2 MiB, which no other limit counts. Source: the kernel's
 * Documentation/admin-guide/cgroup-v1/hugetlb.rst and cgroup-v2.rst, "HugeTLB".
 */
@Component(service = ResourceController.class)
public final class HugePagesController implements ResourceController {
  static final Parameter<Long> HUGE_PAGES =
      Parameter.builder("hugepages", ValueTypes.bytes(0, 1L << 50))
          .description("Most memory that the CT holds in huge pages of 2 MiB; 0 forbids them.")
          .group("memory")
          .unit("bytes")
          .defaultText("unlimited")
          .build();

  private static final Meter HELD =
      new Meter("hugepages.held", "bytes", Meter.Kind.GAUGE, "Held in huge pages now.");
  private static final Meter REFUSED =
      new Meter("hugepages.refused", "count", Meter.Kind.COUNTER, "Huge pages refused.");

  /** What was asked of each CT, to name it where the kernel rounds. */
  private final Map<ContainerId, Long> asked = new ConcurrentHashMap<>();

  private final RefusalMonitor refusals;

  /** The monitor begins to run with the first watch. */
  @Activate
  public HugePagesController() {
    this(new RefusalMonitor());
  }

  HugePagesController(RefusalMonitor refusals) {
    this.refusals = refusals;
  }

  /** Leaves no thread behind, and nothing of what the kernel was told. */
  @Deactivate
  public void deactivate() {
    refusals.close();
  }

  @Override
  public String name() {
    return "hugepages";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(HUGE_PAGES);
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    if (proposed.isSet(HUGE_PAGES) && host.feature("cgroup.hugetlb").equals("none")) {
      String value = proposed.texts(HUGE_PAGES).get(0);
      return List.of(
          new Problem(
              HUGE_PAGES.name(),
              value,
              "needs the kernel's hugetlb controller, which this host lacks",
              "boot a kernel with CONFIG_CGROUP_HUGETLB"));
    }
    return List.of();
  }

  @Override
  public List<Consequence> foresee(Cell cell, ParameterValues total) {
    Optional<Long> limit = total.get(HUGE_PAGES);
    Optional<Long> held = group(cell).flatMap(HugePageGroup::heldNow);
    if (limit.isEmpty() || held.isEmpty() || held.get() <= limit.get()) {
      return List.of();
    }
    return List.of(
        Consequence.harmless(
            HUGE_PAGES.name(),
            held.get() + " bytes are held: they stay, and no page is added above the limit"));
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    Optional<Long> limit = total.get(HUGE_PAGES);
    if (limit.isPresent()) {
      new HugePageGroup(cell.cgroup(Subsystem.HUGETLB)).limit(limit.get());
      asked.put(cell.id(), limit.get());
    } else {
      // A host without the controller runs a CT that asks for nothing.
      group(cell).ifPresent(HugePageGroup::unlimit);
      asked.remove(cell.id());
    }
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    return group(cell).map(group -> effective(cell, group)).stream().toList();
  }

  private Effective effective(Cell cell, HugePageGroup group) {
    OptionalLong limit = group.limit();
    if (limit.isEmpty()) {
      return Effective.unlimited(HUGE_PAGES, group.knob());
    }
    Effective now = Effective.of(HUGE_PAGES, limit.getAsLong(), group.knob());
    long wanted = asked.getOrDefault(cell.id(), limit.getAsLong());
    boolean rounded = HugePageGroup.rounded(wanted) == limit.getAsLong();
    return wanted != limit.getAsLong() && rounded
        ? now.roundedFrom(HUGE_PAGES.type().format(wanted))
        : now;
  }

  @Override
  public List<ResourceCount> counts(Cell cell) {
    return group(cell).flatMap(HugePageGroup::count).stream().toList();
  }

  @Override
  public List<Meter> meters() {
    return List.of(HELD, REFUSED);
  }

  @Override
  public void usage(Cell cell, UsageSink sink) {
    group(cell).flatMap(HugePageGroup::heldNow).ifPresent(bytes -> sink.put(HELD, bytes));
    group(cell).flatMap(HugePageGroup::refused).ifPresent(times -> sink.put(REFUSED, times));
  }

  @Override
  public Watch watch(Cell cell, EventSink sink) {
    return group(cell).map(group -> refusals.watch(group, sink)).orElseGet(Watch::none);
  }

  @Override
  public void release(Cell cell) {
    asked.remove(cell.id());
  }

  private static Optional<HugePageGroup> group(Cell cell) {
    return cell.has(Subsystem.HUGETLB)
        ? Optional.of(new HugePageGroup(cell.cgroup(Subsystem.HUGETLB)))
        : Optional.empty();
  }
}
