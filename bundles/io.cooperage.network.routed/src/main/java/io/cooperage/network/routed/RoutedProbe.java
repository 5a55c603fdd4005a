package io.cooperage.network.routed;

import io.cooperage.api.node.Finding;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.node.HostProbe;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Tells whether the host has what routed CTs need. */
@Component
public final class RoutedProbe implements HostProbe {
  private static final String SUBJECT = "anti-spoof rules and NAT";

  @Override
  public Map<String, String> features() {
    return Map.of("network.nftables", Nftables.available() ? "yes" : "no");
  }

  @Override
  public List<Finding> findings() {
    if (Nftables.available()) {
      return List.of(new Finding(SUBJECT, Finding.Grade.GOOD, "libnftables is here", ""));
    }
    return List.of(
        new Finding(
            SUBJECT,
            Finding.Grade.MISSING,
            "libnftables.so.1 cannot be loaded",
            "no routed CT can start; install the package libnftables1"));
  }
}
