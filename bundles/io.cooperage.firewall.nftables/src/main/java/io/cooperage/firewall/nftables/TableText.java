package io.cooperage.firewall.nftables;

import io.cooperage.api.container.ContainerId;
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
  private final String table;

  TableText(String table) {
    this.table = table;
  }

  private static String map(Direction direction) {
    return Rule.word(direction) + "_of";
  }

  static Optional<Direction> direction(String map) {
    return Stream.of(Direction.values()).filter(d -> map(d).equals(map)).findFirst();
  }

  String listing() {
    return "list table inet " + table;
  }

  /** Makes a CT's chains say what is wanted, whatever they say now. */
  String put(Wanted wanted, KernelTable now) {
    StringBuilder text = new StringBuilder(now.present() ? "" : base());
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

  /** Takes the whole table away; no error if there is none. */
  static String removal(String table) {
    return "add table inet " + table + "\ndelete table inet " + table + "\n";
  }

  private String base() {
    return """
        add table inet %1$s
        delete table inet %1$s
        table inet %1$s {
          map out_of { type ifname : verdict; }
          map in_of { type ifname : verdict; }
          chain forwarded_out {
            type filter hook forward priority -4; policy accept;
            iifname vmap @out_of
          }
          chain forwarded_in {
            type filter hook forward priority -3; policy accept;
            oifname vmap @in_of
          }
          chain to_host {
            type filter hook input priority -4; policy accept;
            iifname vmap @out_of
          }
          chain from_host {
            type filter hook output priority -3; policy accept;
            oifname vmap @in_of
          }
        }
        """
        .formatted(table);
  }
}
