package io.cooperage.firewall.nftables;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.node.HostChange;
import io.cooperage.linux.nftables.HostNamespace;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.node.HostLedger;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of all CTs' rules. It exists once a CT has any, is recorded in the host ledger, and
 * what a CT without rules does costs nothing. Any thread may call.
 */
final class FirewallTable {
  /** The kind of host change that the table is recorded as. */
  static final String CHANGE_KIND = "nft-firewall";

  private static final Logger LOG = LoggerFactory.getLogger(FirewallTable.class);

  /** One listing serves a round of looks at all CTs: 300 with ten rules each take some 150 ms. */
  static final Duration ROUND = Duration.ofSeconds(4);

  /** For who looks at counters. */
  static final Duration MOMENT = Duration.ofMillis(300);

  private final String name;
  private final TableText text;
  private final HostNamespace host;
  private final HostLedger ledger;

  /** What was applied by this instance; a new one is told by the engine, CT by CT. */
  private final Map<ContainerId, Wanted> wanted = new HashMap<>();

  /** The CTs that an earlier instance has left chains for. */
  private Set<ContainerId> inherited = Set.of();

  private boolean looked;
  private KernelTable known = KernelTable.ABSENT;
  private long taken = System.nanoTime() - ROUND.toNanos();

  FirewallTable(String name, HostNamespace host, HostLedger ledger) {
    this.name = name;
    this.text = new TableText(name);
    this.host = host;
    this.ledger = ledger;
  }

  synchronized void apply(Wanted asked) {
    if (asked.open()) {
      remove(asked.id());
      return;
    }
    if (!recorded()) {
      ledger.record(
          new HostChange(CHANGE_KIND, name, "", "table inet " + name, "firewall rules of CTs"));
    }
    run(text.put(asked, read()));
    wanted.put(asked.id(), asked);
  }

  synchronized void remove(ContainerId id) {
    if (concerns(id)) {
      run(text.remove(id, read()));
      wanted.remove(id);
      inherited.remove(id);
    }
  }

  /**
   * The table as it is, or was not longer ago than that; absent while the CT has no part in it. Own
   * changes are seen at once.
   */
  synchronized KernelTable of(ContainerId id, Duration age) {
    if (!concerns(id)) {
      return KernelTable.ABSENT;
    }
    return System.nanoTime() - taken < age.toNanos() ? known : read();
  }

  /**
   * Puts back the chains of CTs that another program has flushed away, as a reload of the host's
   * own firewall does.
   */
  synchronized void heal() {
    if (wanted.isEmpty() || !recorded()) {
      return;
    }
    KernelTable now = read();
    for (Wanted each : wanted.values()) {
      if (lacks(now, each)) {
        LOG.warn(
            "the firewall of CT {} is gone from the table {} and is put back", each.id(), name);
        run(text.put(each, now));
        now = read();
      }
    }
    if (!recorded()) {
      // The node went down meanwhile and has already looked for what to take back.
      run(TableText.removal(name));
    }
  }

  /** Takes a table away, if it is there. */
  static void remove(String table) {
    Nftables.run(TableText.removal(table));
  }

  private static boolean lacks(KernelTable now, Wanted each) {
    for (Direction direction : Direction.values()) {
      boolean led = now.devices(each.id(), direction).containsAll(each.devices());
      if (!now.has(each.id(), direction) || !led) {
        return true;
      }
    }
    return false;
  }

  private boolean concerns(ContainerId id) {
    if (!looked) {
      inherited = new HashSet<>(recorded() ? read().containers() : Set.of());
      looked = true;
    }
    return wanted.containsKey(id) || inherited.contains(id);
  }

  private boolean recorded() {
    return ledger.changes().stream()
        .anyMatch(change -> change.kind().equals(CHANGE_KIND) && change.key().equals(name));
  }

  private KernelTable read() {
    known =
        (KernelTable)
            host.run(
                () ->
                    Nftables.json(text.listing())
                        .map(KernelTable::parse)
                        .orElse(KernelTable.ABSENT));
    taken = System.nanoTime();
    return known;
  }

  private void run(String commands) {
    taken = System.nanoTime() - ROUND.toNanos();
    if (!commands.isEmpty()) {
      host.run(
          () -> {
            Nftables.run(commands);
            return null;
          });
    }
  }
}
