package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.core.event.Events;
import io.cooperage.core.lifecycle.step.ControllerCrew;
import io.cooperage.core.lifecycle.step.ControllerReadings;
import io.cooperage.core.node.DriftPolicy;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.AppliedController;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the limits of a running CT with what they were after they were applied. A value that is
 * still moving is left alone until it has been the same at two looks; one that has become what was
 * asked for is no drift. Called by the CT's queue.
 */
final class DriftCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DriftCheck.class);

  private final ControllerCrew crew;
  private final ControllerReadings readings;
  private final Events events;
  private final DriftPolicy policy;
  private final Map<LiveContainer, Map<String, String>> suspects = new WeakHashMap<>();
  private final Map<LiveContainer, Map<String, String>> told = new WeakHashMap<>();

  DriftCheck(ControllerCrew crew, ControllerReadings readings, Events events, DriftPolicy policy) {
    this.crew = crew;
    this.readings = readings;
    this.events = events;
    this.policy = policy;
  }

  /**
   * One look at all controllers of a CT.
   *
   * @return whether another look should follow soon
   */
  boolean look(LiveContainer live) {
    if (live.state() != ContainerState.RUNNING) {
      return false;
    }
    Map<Offer<ResourceController>, AppliedController> controllers = Map.copyOf(live.controllers());
    boolean suspicious = false;
    for (var reading : readings.readBack(live, controllers.keySet()).entrySet()) {
      Offer<ResourceController> offer = reading.getKey();
      suspicious |= compare(live, offer, controllers.get(offer), reading.getValue());
    }
    return suspicious;
  }

  private boolean compare(
      LiveContainer live,
      Offer<ResourceController> offer,
      AppliedController applied,
      List<Effective> now) {
    Map<String, Effective> drifted = drifted(live, applied, now);
    if (drifted.isEmpty()) {
      live.controllers().replace(offer, applied, applied.reading(now));
    }
    Map<String, String> seen = new LinkedHashMap<>();
    drifted.forEach((name, e) -> seen.put(name, e.value()));
    Set<String> settled = settled(live, applied.parameters(), seen);
    boolean news = false;
    for (String name : settled) {
      news |= tell(live, values(applied.readBack(), name), drifted.get(name));
    }
    if (!settled.isEmpty() && policy.answer() == DriftPolicy.Answer.RESTORE) {
      putBack(live, offer, settled, news);
    }
    return settled.size() < seen.size();
  }

  // What fails is tried again at each look, and told once.
  private void putBack(
      LiveContainer live, Offer<ResourceController> offer, Set<String> names, boolean news) {
    try {
      crew.reapply(live, offer);
    } catch (ContainerException e) {
      LOG.debug("Limits of CT {} by {} are not put back", live, offer, e);
      if (news) {
        String text = String.join(", ", new TreeSet<>(names)) + " could not be put back: ";
        events.publish(
            "limit.drift",
            live.id().toString(),
            "CT " + live + ": " + text + e.getMessage(),
            Map.of("answer", "failed"));
      }
    }
  }

  private static Map<String, Effective> drifted(
      LiveContainer live, AppliedController applied, List<Effective> now) {
    if (applied.readBack().isEmpty()) {
      // Nothing could be read when it was applied: there is nothing to compare with.
      return Map.of();
    }
    Map<String, List<String>> asked = live.runtime().map(RuntimeRecord::applied).orElse(Map.of());
    Map<String, Effective> drifted = new LinkedHashMap<>();
    for (Effective e : now) {
      String name = e.parameter();
      String values = values(now, name);
      boolean watched = applied.parameters().contains(name);
      boolean same = values.equals(values(applied.readBack(), name));
      boolean wanted = asked.getOrDefault(name, List.of()).equals(List.of(e.value()));
      if (watched && !same && !wanted) {
        drifted.put(name, new Effective(name, values, e.where(), ""));
      }
    }
    return drifted;
  }

  private static String values(List<Effective> all, String name) {
    return all.stream()
        .filter(e -> e.parameter().equals(name))
        .map(e -> e.value().isEmpty() ? "unlimited" : e.value())
        .collect(Collectors.joining(", "));
  }

  /** Those that have had the same strange value at the last look too. */
  private synchronized Set<String> settled(
      LiveContainer live, Set<String> owned, Map<String, String> seen) {
    Map<String, String> before = suspects.computeIfAbsent(live, l -> new LinkedHashMap<>());
    Set<String> settled = new HashSet<>();
    seen.forEach(
        (name, value) -> {
          if (value.equals(before.get(name))) {
            settled.add(name);
          }
        });
    before.keySet().removeAll(owned);
    before.putAll(seen);
    List<String> gone = new ArrayList<>(owned);
    gone.removeAll(seen.keySet());
    told.computeIfAbsent(live, l -> new LinkedHashMap<>()).keySet().removeAll(gone);
    return settled;
  }

  // The same drift is told once; a CT that runs anew begins anew, for its record is another.
  private boolean tell(LiveContainer live, String old, Effective drift) {
    synchronized (this) {
      Map<String, String> known = told.computeIfAbsent(live, l -> new LinkedHashMap<>());
      if (drift.value().equals(known.put(drift.parameter(), drift.value()))) {
        return false;
      }
    }
    boolean restore = policy.answer() == DriftPolicy.Answer.RESTORE;
    events.publish(
        "limit.drift",
        live.id().toString(),
        "CT "
            + live
            + ": "
            + drift.parameter()
            + " was "
            + old
            + " and is "
            + drift.value()
            + " now ("
            + drift.where()
            + "); somebody else changed it"
            + (restore ? ", it is put back" : ""),
        Map.of(
            "parameter", drift.parameter(),
            "old", old,
            "new", drift.value(),
            "where", drift.where(),
            "answer", restore ? "restore" : "report"));
    return true;
  }
}
