package io.cooperage.firewall.nftables;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.node.HostChange;
import io.cooperage.linux.nftables.HostNamespace;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.node.HostLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
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
  private static final Duration ROUND = Duration.ofSeconds(4);

  private final String name;
  private final TableText text;
  private final HostNamespace host;
  private final HostLedger ledger;

  /** What was applied by this instance; a new one is told by the engine, CT by CT. */
  private final Map<ContainerId, Wanted> wanted = new HashMap<>();

  /** When this instance last changed what a CT has. */
  private final Map<ContainerId, Long> changed = new HashMap<>();

  /** The CTs that an earlier instance has left chains for. */
  private Set<ContainerId> inherited = new HashSet<>();

  private boolean looked;

  /** Whether the hooks were there when they were last looked at or made. */
  private boolean hooked;

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
    change(asked.id(), now -> text.put(asked, now));
    hooked = true;
    wanted.put(asked.id(), asked);
  }

  synchronized void remove(ContainerId id) {
    if (concerns(id)) {
      change(id, now -> text.remove(id, now));
      wanted.remove(id);
      inherited.remove(id);
    }
  }

  /**
   * What a CT has; absent while it has no part in the table. In a round of looks at all CTs it may
   * be some seconds old, but own changes are seen at once.
   */
  synchronized KernelTable of(ContainerId id) {
    if (!concerns(id)) {
      return KernelTable.ABSENT;
    }
    long now = System.nanoTime();
    Optional<Long> last = Optional.ofNullable(changed.get(id));
    if (now - taken < ROUND.toNanos() && last.filter(at -> at - taken > 0).isEmpty()) {
      return known;
    }
    return last.filter(at -> now - at < ROUND.toNanos()).isPresent() ? look(id) : read();
  }

  /** What a CT has at this moment. */
  synchronized KernelTable fresh(ContainerId id) {
    return concerns(id) ? look(id) : KernelTable.ABSENT;
  }

  /**
   * Puts back what another program has flushed away, as a reload of the host's own firewall does,
   * and drops the chains of CTs that ended while nobody looked.
   *
   * @param exists whether the host has a device of that name
   */
  synchronized void heal(Predicate<String> exists) {
    if (!recorded()) {
      return;
    }
    KernelTable now = read();
    for (Wanted each : wanted.values()) {
      if (!now.holds(each)) {
        LOG.warn(
            "the firewall of CT {} is gone from the table {} and is put back", each.id(), name);
        run(text.put(each, now));
        now = read();
      }
    }
    for (ContainerId id : now.containers()) {
      if (!wanted.containsKey(id) && now.devices(id).stream().noneMatch(exists)) {
        run(text.remove(id, now));
        inherited.remove(id);
      }
    }
    if (!recorded()) {
      // The node went down meanwhile and has already looked for what to take back.
      host.run(
          () -> {
            Nftables.remove(name);
            return null;
          });
    }
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

  /** By what is known of the CT alone, and only if that is not so by what the whole table says. */
  private void change(ContainerId id, Function<KernelTable, String> commands) {
    KernelTable now = fresh(id);
    changed.put(id, System.nanoTime());
    try {
      run(commands.apply(now));
    } catch (ContainerException e) {
      LOG.debug("The table {} is not as it was known", name, e);
      explained(id, () -> run(commands.apply(read())));
    }
    changed.put(id, System.nanoTime());
  }

  private void explained(ContainerId id, Runnable work) {
    try {
      work.run();
    } catch (ContainerException e) {
      throw new ContainerException(
          e.code(),
          "the firewall of CT " + id + " cannot be changed: " + e.getMessage(),
          "See what 'nft list table inet "
              + name
              + "' says on the host; 'ct node doctor' tells"
              + " whether it can have firewalls.",
          e);
    }
  }

  /** Costs the same however many CTs there are. */
  private KernelTable look(ContainerId id) {
    List<String> parts = new ArrayList<>();
    host.run(
        () -> {
          text.listings(id).forEach(list -> Nftables.json(list).ifPresent(parts::add));
          return null;
        });
    return parts.size() == text.listings(id).size()
        ? KernelTable.parse(parts).hooked(hooked)
        : read();
  }

  private KernelTable read() {
    known =
        (KernelTable)
            host.run(
                () ->
                    Nftables.table(name)
                        .map(listing -> KernelTable.parse(List.of(listing)))
                        .orElse(KernelTable.ABSENT));
    hooked = known.hooked();
    taken = System.nanoTime();
    return known;
  }

  private void run(String commands) {
    if (!commands.isEmpty()) {
      host.run(
          () -> {
            Nftables.run(commands);
            return null;
          });
    }
  }
}
