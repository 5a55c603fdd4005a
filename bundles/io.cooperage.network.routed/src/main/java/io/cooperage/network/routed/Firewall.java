package io.cooperage.network.routed;

import io.cooperage.api.node.HostChange;
import io.cooperage.linux.nftables.HostNamespace;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.node.HostLedger;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's one nft table. Its rules name no CT: which address a CT may send from is what the
 * routes say, and whether it is translated is its device's group. So nothing is to be done for a CT
 * that comes, changes or goes, and nothing can be left behind. What the kernel counts of a CT it
 * keeps by its device's name, which a restart of the CT does not change.
 */
final class Firewall {
  /** The kind of host change that the table is recorded as. */
  static final String CHANGE_KIND = "nft-table";

  /** The device group of CTs that are translated. */
  static final int TRANSLATED = 0xC0;

  /** The device group of the others. */
  static final int PLAIN = 0xC1;

  private static final Logger LOG = LoggerFactory.getLogger(Firewall.class);

  private final String table;
  private final String vethPrefix;
  private final Openings openings;
  private final ConnectionLimits limits;
  private final HostNamespace host;
  private final HostLedger ledger;

  /** What the kernel said after the rules were put in place; nothing before. */
  private volatile List<String> rules = List.of();

  Firewall(
      String table,
      String vethPrefix,
      Openings openings,
      ConnectionLimits limits,
      HostNamespace host,
      HostLedger ledger) {
    this.table = table;
    this.vethPrefix = vethPrefix;
    this.openings = openings;
    this.limits = limits;
    this.host = host;
    this.ledger = ledger;
  }

  /** Puts the table in place unless it is, replacing one of an earlier daemon without a gap. */
  void ensure() {
    if (!rules.isEmpty() && recorded()) {
      return;
    }
    synchronized (this) {
      ledger.record(
          new HostChange(
              CHANGE_KIND, table, "", "table inet " + table, "what CTs may send, and NAT"));
      put();
    }
  }

  /**
   * Puts the rules back when another program has flushed some of them away, as a reload of the
   * host's own firewall does, and brings the table of an earlier daemon up to date. A table that
   * the node has taken back stays away.
   */
  synchronized void heal() {
    if (!recorded() || (!rules.isEmpty() && whole())) {
      return;
    }
    if (!rules.isEmpty()) {
      LOG.warn("rules of the nft table {} are gone and are put back", table);
    }
    put();
    if (!recorded()) {
      // The node went down meanwhile and has already looked for what to take back.
      host.run(
          () -> {
            Nftables.remove(table);
            return null;
          });
    }
  }

  private void put() {
    host.run(
        () -> {
          boolean known = ConnectionLimits.known();
          Nftables.run(text());
          if (!known && ConnectionLimits.known()) {
            // The rules have loaded the kernel's connection tracking: now its size can be read.
            Nftables.run(text());
          }
          rules = Nftables.rules(table).orElse(List.of());
          return null;
        });
  }

  private boolean recorded() {
    return ledger.changes().stream()
        .anyMatch(change -> change.kind().equals(CHANGE_KIND) && change.key().equals(table));
  }

  private boolean whole() {
    return (Boolean)
        host.run(() -> Nftables.rules(table).filter(now -> now.containsAll(rules)).isPresent());
  }

  private String text() {
    ConnectionLimits bounds = limits.resolved();
    return """
        add table inet %1$s
        delete table inet %1$s
        table inet %1$s {
          set rates {
            type ifname
            size 65535
            flags dynamic,timeout
            timeout 1m
          }
          set connections {
            type ifname
            size 65535
            flags dynamic
          }
          chain arriving {
            type filter hook prerouting priority raw; policy accept;
            iifname "%2$s*" jump from_container
          }
          chain from_container {
            icmp type redirect counter drop
            icmpv6 type { nd-router-advert, nd-redirect, router-renumbering } counter drop
            ip6 saddr fe80::2 ip6 daddr { fe80::/10, ff02::/16 } accept
            ip6 saddr fe80::/10 counter drop
            fib saddr . iif oif missing counter drop
          }
          chain tracked {
            type filter hook prerouting priority mangle; policy accept;
            iifname "%2$s*" ct state new ct status & confirmed == 0 jump new_connection
            iifname "%2$s*" ct state new fib daddr type local jump to_host
          }
          chain new_connection {
            update @rates { iifname limit rate over %5$d/second burst %6$d packets } counter drop
            add @connections { iifname ct count over %4$d } counter drop
          }
          chain for_host {
            type filter hook input priority filter - 5; policy accept;
            iifname "%2$s*" jump to_host
          }
          chain to_host {
            ct state established,related accept
            icmp type echo-request accept
            icmpv6 type { echo-request, nd-neighbor-solicit, nd-neighbor-advert } accept
            %7$s
            counter drop
          }
          chain through {
            type filter hook forward priority filter - 5; policy accept;
            iifname "%2$s*" ip daddr 169.254.0.0/16 jump to_provider
            iifname "%2$s*" ip6 daddr { fd00:ec2::254, fd20:ce::254 } jump to_provider
          }
          chain to_provider {
            ct state established,related accept
            %8$s
            counter drop
          }
          chain leaving {
            type nat hook postrouting priority srcnat; policy accept;
            iifname "%2$s*" iifgroup %3$d oifname != "%2$s*" masquerade
          }
        }
        """
        .formatted(
            table,
            vethPrefix,
            TRANSLATED,
            bounds.open(),
            bounds.perSecond(),
            bounds.burst(),
            openings.host().rules(),
            openings.linkLocal().rules());
  }
}
