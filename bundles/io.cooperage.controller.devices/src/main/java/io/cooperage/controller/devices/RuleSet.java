package io.cooperage.controller.devices;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a CT may do with which devices; everything else is denied.
 *
 * @param rules in the order in which they are looked at
 */
record RuleSet(Map<Device, Access> rules) {
  static final RuleSet EMPTY = new RuleSet(Map.of());

  RuleSet {
    rules = new LinkedHashMap<>(rules);
  }

  /**
   * Harmless devices that every CT has: null, zero, full, random, urandom, tty, ptmx and
   * pseudo-terminals; nodes may be made of all, as they do not open. The CT's console is a
   * pseudo-terminal: 5:1 would be the host's.
   */
  static RuleSet standard() {
    return EMPTY
        .with(character(1, 3), Access.FULL)
        .with(character(1, 5), Access.FULL)
        .with(character(1, 7), Access.FULL)
        .with(character(1, 8), Access.FULL)
        .with(character(1, 9), Access.FULL)
        .with(character(5, 0), Access.FULL)
        .with(character(5, 2), Access.FULL)
        .with(new Device(false, OptionalInt.of(136), OptionalInt.empty()), Access.FULL)
        .with(any(false), Access.MAKE_ONLY)
        .with(any(true), Access.MAKE_ONLY);
  }

  private static Device character(int major, int minor) {
    return new Device(false, OptionalInt.of(major), OptionalInt.of(minor));
  }

  private static Device any(boolean block) {
    return new Device(block, OptionalInt.empty(), OptionalInt.empty());
  }

  /** The same with another access to a device; none takes its rule away. */
  RuleSet with(Device device, Access access) {
    Map<Device, Access> changed = new LinkedHashMap<>(rules);
    if (access.none()) {
      changed.remove(device);
    } else {
      changed.put(device, access);
    }
    return new RuleSet(changed);
  }

  Access access(Device device) {
    return rules.getOrDefault(device, Access.NONE);
  }

  /** What may be done with a device by every rule that covers it: the kernel asks for one alone. */
  Access use(Device device) {
    return rules.entrySet().stream()
        .filter(rule -> rule.getKey().covers(device))
        .map(Map.Entry::getValue)
        .reduce(Access.NONE, Access::and)
        .use();
  }

  /** A wider rule that allows more of a device than its own entry; empty if there is none. */
  Optional<Device> exceeding(Device device, Access entry) {
    return rules.keySet().stream()
        .filter(wider -> !wider.equals(device) && wider.covers(device))
        .filter(wider -> !entry.covers(access(wider).use()))
        .findFirst();
  }

  /** Reading and writing that others do not allow, for each rule. */
  Map<Device, Access> beyond(RuleSet others) {
    Map<Device, Access> more = new LinkedHashMap<>();
    rules.forEach(
        (device, access) -> {
          Access excess = access.use().without(others.use(device));
          if (!excess.none()) {
            more.put(device, excess);
          }
        });
    return more;
  }

  /** Devices of either set. */
  Set<Device> devices(RuleSet other) {
    Set<Device> all = new LinkedHashSet<>(rules.keySet());
    all.addAll(other.rules.keySet());
    return all;
  }
}
