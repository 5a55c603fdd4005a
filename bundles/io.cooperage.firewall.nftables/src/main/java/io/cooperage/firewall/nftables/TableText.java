package io.cooperage.firewall.nftables;

import io.cooperage.api.container.ContainerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the changes of the table for nft, each one transaction. All CTs share four hooks; a map
 * leads the packets of a CT's device to its chains, so that a packet costs the same however many
 * CTs there are.
 */
final class TableText {
  /** What the packets of all CTs meet first, by the name of the chain. */
  static final Map<String, Hook> HOOKS =
      Map.of(
          "forwarded_out", new Hook("forward priority -4", "iifname", map(Direction.OUT)),
          "forwarded_in", new Hook("forward priority -3", "oifname", map(Direction.IN)),
          "to_host", new Hook("input priority -4", "iifname", map(Direction.OUT)),
          "from_host", new Hook("output priority -3", "oifname", map(Direction.IN)));

  private final String table;

  /**
   * A chain with one rule, which hands the packets of a CT to its chain.
   *
   * @param device by which device it knows whose they are
   */
  record Hook(String place, String device, String map) {}

  TableText(String table) {
    this.table = table;
  }

  private static String map(Direction direction) {
    return Rule.word(direction) + "_of";
  }

  static Optional<Direction> direction(String map) {
    return Stream.of(Direction.values()).filter(d -> map(d).equals(map)).findFirst();
  }

  /** What lists one CT's chains, and which devices lead to them; nothing else. */
  List<String> listings(ContainerId id) {
    return Stream.of(Direction.values())
        .flatMap(
            direction ->
                Stream.of(
                    "list chain inet " + table + " " + new ChainName(direction, id),
                    "list map inet " + table + " " + map(direction)))
        .toList();
  }

  /**
   * Makes the hooks, and a CT's chains say what is wanted, whatever they say now.
   *
   * @param now where the CT's devices lead, and what its counters go on from
   */
  String put(Wanted wanted, KernelTable now) {
    StringBuilder text = new StringBuilder(base());
    for (Direction direction : Direction.values()) {
      ChainName chain = new ChainName(direction, wanted.id());
      text.append("add chain inet %s %s\n".formatted(table, chain));
      text.append("flush chain inet %s %s\n".formatted(table, chain));
      ChainText.lines(wanted, direction, now.chain(wanted.id(), direction))
          .forEach(line -> text.append("add rule inet %s %s %s\n".formatted(table, chain, line)));
      Set<String> present = now.devices(wanted.id(), direction);
      present.stream()
          .filter(device -> !wanted.devices().contains(device))
          .forEach(device -> text.append(element("delete", direction, device)));
      wanted.devices().stream()
          .filter(device -> !present.contains(device))
          .forEach(
              device -> {
                if (now.devices().getOrDefault(direction, Map.of()).containsKey(device)) {
                  text.append(element("delete", direction, device));
                }
                text.append(
                    "add element inet %s %s { \"%s\" : jump %s }\n"
                        .formatted(table, map(direction), device, chain));
              });
    }
    return text.toString();
  }

  /** Takes a CT's chains away; nothing if there are none. */
  String remove(ContainerId id, KernelTable now) {
    StringBuilder text = new StringBuilder();
    for (Direction direction : Direction.values()) {
      now.devices(id, direction)
          .forEach(device -> text.append(element("delete", direction, device)));
      if (now.has(id, direction)) {
        ChainName chain = new ChainName(direction, id);
        text.append("flush chain inet %s %s\n".formatted(table, chain));
        text.append("delete chain inet %s %s\n".formatted(table, chain));
      }
    }
    return text.toString();
  }

  private String element(String verb, Direction direction, String device) {
    return "%s element inet %s %s { \"%s\" }\n".formatted(verb, table, map(direction), device);
  }

  /** Nothing of what is there already is lost by it. */
  private String base() {
    StringBuilder text = new StringBuilder("add table inet " + table + "\n");
    for (Direction direction : Direction.values()) {
      text.append(
          "add map inet %s %s { type ifname : verdict; }\n".formatted(table, map(direction)));
    }
    HOOKS.forEach(
        (name, hook) ->
            text.append(
                """
                add chain inet %1$s %2$s { type filter hook %3$s; policy accept; }
                flush chain inet %1$s %2$s
                add rule inet %1$s %2$s %4$s vmap @%5$s
                """
                    .formatted(table, name, hook.place(), hook.device(), hook.map())));
    return text.toString();
  }
}
