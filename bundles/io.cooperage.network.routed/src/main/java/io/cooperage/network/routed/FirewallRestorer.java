package io.cooperage.network.routed;

import io.cooperage.api.node.HostChange;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.node.HostRestorer;
import org.osgi.service.component.annotations.Component;

/** Takes the node's nft table away when the node goes down. */
@Component
public final class FirewallRestorer implements HostRestorer {
  @Override
  public String kind() {
    return Firewall.CHANGE_KIND;
  }

  @Override
  public void restore(HostChange change) {
    Nftables.remove(change.key());
  }
}
