package io.cooperage.controller.network;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.net.HtbClassState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which CTs pass a lane. A CT with a demand does; and while any CT has a guarantee in a
 * direction all CTs do, because a guarantee holds only against those who share the queue.
 *
 * <p>Which class is whose is read from the filters on the CTs' devices when this begins; classes
 * that no device points to are what a crash left and are removed.
 */
final class Shaper {
  private static final Logger LOG = LoggerFactory.getLogger(Shaper.class);

  private final List<Lane> lanes;
  private final Hooks hooks;
  private final Ground ground;
  private final Map<ContainerId, Member> members = new ConcurrentHashMap<>();
  private final ClassNumbers numbers = new ClassNumbers();
  private final Map<Lane, Set<Integer>> guaranteed = new ConcurrentHashMap<>();
  private boolean begun;

  Shaper(List<Lane> lanes, Hooks hooks, Ground ground) {
    this.lanes = List.copyOf(lanes);
    this.hooks = hooks;
    this.ground = ground;
    lanes.forEach(lane -> guaranteed.put(lane, ConcurrentHashMap.newKeySet()));
  }

  List<Lane> lanes() {
    return lanes;
  }

  /** Makes a CT's demands good. */
  synchronized void apply(ContainerId id, List<String> devices, Map<Direction, Demand> demands) {
    begin();
    boolean idle = lanes.stream().allMatch(lane -> lane.index().isEmpty());
    if (idle && demands.values().stream().allMatch(Demand::isNone)) {
      members.put(id, new Member(devices, 0, demands));
      return;
    }
    Set<String> left = new HashSet<>(member(id).map(Member::devices).orElse(List.of()));
    devices.forEach(left::remove);
    int number = number(id, devices);
    members.put(id, new Member(devices, number, demands));
    for (Lane lane : lanes) {
      left.forEach(device -> hooks.detach(device, lane));
      boolean before = shared(lane);
      place(id, lane);
      if (before != shared(lane)) {
        placeOthers(id, lane);
      }
    }
    forgetUnused(id);
  }

  /** Removes what a CT that has stopped left, also when an earlier daemon made it. */
  synchronized void release(ContainerId id, List<String> devices) {
    begin();
    Optional<Member> known = Optional.ofNullable(members.remove(id));
    List<String> all = known.map(Member::devices).filter(d -> !d.isEmpty()).orElse(devices);
    int number = known.map(Member::number).filter(n -> n > 0).orElseGet(() -> found(all));
    for (Lane lane : lanes) {
      all.forEach(device -> hooks.detach(device, lane));
      boolean before = shared(lane);
      if (number > 0) {
        lane.remove(number);
        guaranteed.get(lane).remove(number);
      }
      if (before && !shared(lane)) {
        placeOthers(id, lane);
      }
    }
    if (number > 0) {
      numbers.giveBack(number);
    } else {
      sweep();
    }
  }

  /** The number of a CT's class: remembered, else read from its devices. */
  private int number(ContainerId id, List<String> devices) {
    return member(id).map(Member::number).filter(n -> n > 0).orElseGet(() -> found(devices));
  }

  /**
   * As it is remembered, 0 if the CT has no class; a CT that was not applied here yet is read from
   * its devices. For what asks again and again: to read takes some ten questions to the kernel.
   */
  int knownNumber(ContainerId id, Supplier<List<String>> devices) {
    Member known = members.get(id);
    return known == null ? found(devices.get()) : known.number();
  }

  /** The class that all of a CT's devices point to, nothing unless they do. */
  Optional<HtbClassState> inForce(Lane lane, List<String> devices) {
    Set<Optional<Integer>> pointed =
        devices.stream().map(d -> hooks.numberOf(d, lane)).collect(Collectors.toSet());
    return pointed.size() == 1 ? pointed.iterator().next().flatMap(lane::find) : Optional.empty();
  }

  private Optional<Member> member(ContainerId id) {
    return Optional.ofNullable(members.get(id));
  }

  private int found(List<String> devices) {
    return lanes.stream()
        .flatMap(lane -> devices.stream().map(d -> hooks.numberOf(d, lane)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(0);
  }

  private boolean shared(Lane lane) {
    return !guaranteed.get(lane).isEmpty();
  }

  /** Puts a CT into a lane or takes it out. */
  private void place(ContainerId id, Lane lane) {
    Demand demand = members.get(id).demand(lane.direction());
    Member member = demand.isNone() && !shared(lane) ? members.get(id) : numbered(id);
    if (demand.guarantee().isPresent()) {
      guaranteed.get(lane).add(member.number());
    } else {
      guaranteed.get(lane).remove(member.number());
    }
    if (demand.isNone() && !shared(lane)) {
      member.devices().forEach(device -> hooks.detach(device, lane));
      if (member.number() > 0) {
        lane.remove(member.number());
      }
      return;
    }
    long node = ground.prepare(lane);
    lane.set(member.number(), demand, node);
    for (String device : member.devices()) {
      hooks.attach(device, lane, member.number());
    }
  }

  private Member numbered(ContainerId id) {
    return members.computeIfPresent(
        id, (key, m) -> m.number() > 0 ? m : m.numbered(numbers.take()));
  }

  /** Another CT may be about to stop, its device gone: that is no failure of the one at hand. */
  private void placeOthers(ContainerId id, Lane lane) {
    for (ContainerId other : members.keySet()) {
      if (!other.equals(id)) {
        try {
          place(other, lane);
          forgetUnused(other);
        } catch (ContainerException | LinuxException e) {
          LOG.warn("CT {} is left where it was in the queue {}", other, lane.device(), e);
        }
      }
    }
  }

  /** A CT that passes no lane needs no number. */
  private void forgetUnused(ContainerId id) {
    Member member = members.get(id);
    boolean used =
        lanes.stream().anyMatch(l -> shared(l) || !member.demand(l.direction()).isNone());
    if (!used && member.number() > 0) {
      numbers.giveBack(member.number());
      members.put(id, member.numbered(0));
    }
  }

  private void begin() {
    if (begun) {
      return;
    }
    numbers.take(sweep());
    for (Lane lane : lanes) {
      lane.classes().stream()
          .filter(state -> Lane.demand(state).guarantee().isPresent())
          .forEach(state -> guaranteed.get(lane).add(state.handle().minor()));
    }
    begun = true;
  }

  /** Removes classes that nobody points to; answers those that stay. */
  private Set<Integer> sweep() {
    Set<Integer> present = hooks.numbers(lanes);
    Set<Integer> owned = new HashSet<>(present);
    members.values().stream().map(Member::number).forEach(owned::add);
    for (Lane lane : lanes) {
      lane.classes().stream()
          .map(state -> state.handle().minor())
          .filter(number -> !owned.contains(number))
          .forEach(
              number -> {
                lane.remove(number);
                guaranteed.get(lane).remove(number);
                numbers.giveBack(number);
              });
    }
    return owned;
  }
}
