package io.cooperage.network.routed;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.net.Link;
import io.cooperage.linux.net.NetworkSysctls;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.nftables.HostNamespace;
import io.cooperage.spi.node.HostLedger;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes the host forward packets, each family only once a CT needs it. */
final class Forwarding {
  private static final String REASON = "routed CTs reach each other and other hosts";

  private final HostNamespace host;
  private final NetworkView view;
  private final HostLedger ledger;
  private final String vethPrefix;
  private final AtomicBoolean ipv4 = new AtomicBoolean();
  private final AtomicBoolean ipv6 = new AtomicBoolean();

  /** Devices that begin with the prefix are CTs' own and come and go with them. */
  Forwarding(HostNamespace host, NetworkView view, HostLedger ledger, String vethPrefix) {
    this.host = host;
    this.view = view;
    this.ledger = ledger;
    this.vethPrefix = vethPrefix;
  }

  void require(Wiring wiring) {
    // Set only after success, so that a CT after a failed one tries again; doing it twice is
    // harmless.
    if (wiring.has(true) && !ipv4.get()) {
      ledger.sysctl("net.ipv4.ip_forward", "1", REASON);
      ipv4.set(true);
    }
    if (wiring.has(false) && !ipv6.get()) {
      keepRouterAdvertisements();
      ledger.sysctl("net.ipv6.conf.all.forwarding", "1", REASON);
      ipv6.set(true);
    }
  }

  /**
   * A host that forwards stops to believe routers unless told otherwise, and would lose its own
   * default route.
   */
  private void keepRouterAdvertisements() {
    for (Link link : view.links()) {
      String name = link.name();
      if (!name.contains(".") && !name.startsWith(vethPrefix) && believesRouters(name)) {
        ledger.sysctl("net.ipv6.conf." + name + ".accept_ra", "2", REASON);
      }
    }
  }

  private boolean believesRouters(String device) {
    try {
      String path = "ipv6/conf/" + device + "/accept_ra";
      return "1".equals(host.run(() -> NetworkSysctls.read(path))) && !device.equals("lo");
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }
}
