package io.cooperage.firewall.nftables;

import io.cooperage.api.node.Finding;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.node.HostProbe;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Tells whether CTs can have firewalls here. */
@Component
public final class FirewallProbe implements HostProbe {
  /** {@code yes} or {@code no}. */
  static final String FEATURE = "firewall.nftables";

  private static final String SUBJECT = "firewall of CTs";

  @Override
  public Map<String, String> features() {
    return Map.of(FEATURE, usable() ? "yes" : "no");
  }

  @Override
  public List<Finding> findings() {
    return List.of(
        usable()
            ? new Finding(SUBJECT, Finding.Grade.GOOD, "libnftables is here, with JSON", "")
            : new Finding(
                SUBJECT,
                Finding.Grade.MISSING,
                "libnftables.so.1 cannot be loaded, or has no JSON",
                "CTs cannot have rules; install the package libnftables1"));
  }

  /** A library without JSON refuses to list by it. */
  private static boolean usable() {
    return Nftables.available()
        && Nftables.json("list tables").filter(text -> text.startsWith("{")).isPresent();
  }
}
