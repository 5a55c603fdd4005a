package io.cooperage.firewall.nftables;

import io.cooperage.api.node.HostChange;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.node.HostRestorer;
import org.osgi.service.component.annotations.Component;

/** Takes the table away when the node goes down. */
@Component
public final class TableRestorer implements HostRestorer {
  @Override
  public String kind() {
    return FirewallTable.CHANGE_KIND;
  }

  @Override
  public void restore(HostChange change) {
    Nftables.remove(change.key());
  }
}
