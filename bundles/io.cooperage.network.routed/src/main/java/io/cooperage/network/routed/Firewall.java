package io.cooperage.network.routed;

import io.cooperage.api.node.HostChange;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.node.HostLedger;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's one nft table. Its rules name no CT: which address a CT may send from is what the
 * routes say, and whether it is translated is its device's group. So nothing is to be done for a CT
 * that comes, changes or goes, and nothing can be left behind.
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
  private final HostPorts ports;
  private final ConnectionLimits limits;
  private final HostNamespace host;
  private final HostLedger ledger;
  private final AtomicBoolean present = new AtomicBoolean();

  Firewall(
      String table,
      String vethPrefix,
      HostPorts ports,
      ConnectionLimits limits,
      HostNamespace host,
      HostLedger ledger) {
    this.table = table;
    this.vethPrefix = vethPrefix;
    this.ports = ports;
    this.limits = limits;
    this.host = host;
    this.ledger = ledger;
  }

  /** Puts the table in place unless it is, replacing one of an earlier daemon without a gap. */
  void ensure() {
    if (present.get() && recorded()) {
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
   * Puts the table back when another program has flushed it away, as a reload of the host's own
   * firewall does, and brings the table of an earlier daemon up to date. A table that the node has
   * taken back stays away.
   */
  synchronized void heal() {
    if (!recorded() || (present.get() && exists())) {
      return;
    }
    if (present.get()) {
      LOG.warn("the nft table {} is gone and is put back", table);
    }
    put();
    if (!recorded()) {
      // The node went down meanwhile and has already looked for what to take back.
      host.run(
          () -> {
            remove(table);
            return null;
          });
    }
  }

  private void put() {
    host.run(
        () -> {
          boolean known = ConnectionLimits.known();
          Nftables.run(rules());
          if (!known && ConnectionLimits.known()) {
            // The rules have loaded the kernel's connection tracking: now its size can be read.
            Nftables.run(rules());
          }
          return null;
        });
    present.set(true);
  }

  private boolean recorded() {
    return ledger.changes().stream()
        .anyMatch(change -> change.kind().equals(CHANGE_KIND) && change.key().equals(table));
  }

  private boolean exists() {
    return (Boolean) host.run(() -> Nftables.accepts("list table inet " + table));
  }

  /** Removes a table if it is there. */
  static void remove(String table) {
    Nftables.run("add table inet " + table + "\ndelete table inet " + table + "\n");
  }

  private String rules() {
    ConnectionLimits bounds = limits.resolved();
    return """
        add table inet %1$s
        delete table inet %1$s
        table inet %1$s {
          set rates {
            type iface_index
            size 65535
            flags dynamic,timeout
            timeout 1m
          }
          set connections {
            type iface_index
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
            iifname "%2$s*" ct state new jump new_connection
          }
          chain new_connection {
            update @rates { iif limit rate over %5$d/second burst %6$d packets } counter drop
            add @connections { iif ct count over %4$d } counter drop
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
            ports.rules());
  }
}
