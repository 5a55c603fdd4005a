package io.cooperage.network.routed;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.net.ConnectionTable;
import java.net.InetAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the host's kernel remembers of CTs' connections. It is to end with the CT's hold on an
 * address: what stays would count for nobody, and would pass as a reply to whoever has the address
 * next.
 */
final class ConnectionMemory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionMemory.class);

  private final ConnectionTable table;

  ConnectionMemory(ConnectionTable table) {
    this.table = table;
  }

  /** Forgets addresses that have been taken away from a CT. */
  void forget(ContainerId container, List<InetAddress> addresses) {
    try {
      addresses.forEach(table::forget);
    } catch (LinuxException e) {
      // The entries end by themselves after a while; no stop is to fail for them.
      LOG.warn("connections of CT {} stay in the host's table", container, e);
    }
  }

  @Override
  public void close() {
    table.close();
  }
}
