package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.EffectiveValue;
import io.cooperage.api.error.ContainerException;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.lifecycle.step.ControllerReadings;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.NetworkPlug;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was asked and what is in force. */
final class EffectiveValues {
  private static final Logger LOG = LoggerFactory.getLogger(EffectiveValues.class);

  private final EngineParts parts;
  private final ControllerReadings readings;
  private final NetworkPlug plug;

  EffectiveValues(EngineParts parts, ControllerReadings readings, NetworkPlug plug) {
    this.parts = parts;
    this.readings = readings;
    this.plug = plug;
  }

  /** Everything that the kernel says of a running CT; who does not answer is left out. */
  List<Effective> readBack(LiveContainer live) {
    List<Effective> all = new ArrayList<>(readings.readBack(live));
    all.addAll(quietly(live, () -> plug.readBack(live)));
    all.addAll(disk(live));
    return all;
  }

  /** What a change has made: as its controllers read it back, and anew where others own it. */
  List<Effective> afterChange(LiveContainer live, Set<String> changed) {
    List<Effective> all = new ArrayList<>(readings.lastRead(live));
    CatalogView view = parts.catalog().view(live.record().kinds());
    if (owns(view, live, Family.NETWORK, changed)) {
      all.addAll(quietly(live, () -> plug.readBack(live)));
    }
    if (owns(view, live, Family.STORAGE, changed)) {
      all.addAll(disk(live));
    }
    return all;
  }

  private static boolean owns(
      CatalogView view, LiveContainer live, Family<?> family, Set<String> changed) {
    return view.slice(family, live.kind(family.name())).filter(s -> s.ownsAny(changed)).isPresent();
  }

  private List<Effective> disk(LiveContainer live) {
    return live.record()
        .volume()
        .map(
            v ->
                quietly(
                    live, () -> parts.leases().call(Family.STORAGE, v.kind(), s -> s.readBack(v))))
        .orElse(List.of());
  }

  private static List<Effective> quietly(LiveContainer live, Supplier<List<Effective>> source) {
    try {
      return source.get();
    } catch (ContainerException e) {
      LOG.info("Values of CT {} are left out: {}", live, e.getMessage());
      return List.of();
    }
  }

  /** One "where = value" for each value of a parameter. */
  static List<String> lines(List<Effective> all, String parameter) {
    return all.stream()
        .filter(e -> e.parameter().equals(parameter))
        .map(e -> e.where() + " = " + shown(e.value()))
        .toList();
  }

  /** The knobs of a parameter. */
  static String where(List<Effective> all, String parameter) {
    return all.stream()
        .filter(e -> e.parameter().equals(parameter))
        .map(Effective::where)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String shown(String value) {
    return value.isEmpty() ? "unlimited" : value;
  }

  List<EffectiveValue> show(LiveContainer live) {
    boolean running = live.state() == ContainerState.RUNNING;
    List<Effective> inForce = running ? readBack(live) : List.of();
    Map<String, List<String>> stored = live.record().parameters();
    Map<String, List<Effective>> byName =
        inForce.stream()
            .collect(
                Collectors.groupingBy(Effective::parameter, TreeMap::new, Collectors.toList()));
    Set<String> names = new TreeSet<>(stored.keySet());
    names.addAll(byName.keySet());
    return names.stream()
        .map(n -> line(live, n, stored.getOrDefault(n, List.of()), byName.get(n)))
        .toList();
  }

  private EffectiveValue line(
      LiveContainer live, String name, List<String> asked, List<Effective> own) {
    List<Effective> effective = own == null ? List.of() : own;
    return new EffectiveValue(
        name,
        asked,
        effective.stream().map(e -> shown(e.value())).collect(Collectors.joining(", ")),
        effective.stream().map(Effective::where).distinct().collect(Collectors.joining(", ")),
        note(live, name, asked, effective));
  }

  private String note(
      LiveContainer live, String name, List<String> asked, List<Effective> effective) {
    CatalogView view = parts.catalog().view(live.record().kinds());
    if (view.find(name).isEmpty()) {
      return "no controller";
    }
    List<String> applied =
        live.runtime()
            .map(RuntimeRecord::applied)
            .map(a -> a.getOrDefault(name, List.of()))
            .orElse(asked);
    if (!applied.equals(asked)) {
      return "at the next start";
    }
    for (Effective e : effective) {
      if (!e.rounding().isEmpty()) {
        return "rounded from " + e.rounding();
      }
      if (applied.size() == 1 && !applied.contains(e.value())) {
        return "drift: " + applied.get(0) + " was applied";
      }
    }
    return "";
  }
}
