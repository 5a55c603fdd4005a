package io.cooperage.spi.node;

import io.cooperage.api.node.HostChange;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Remembers on disk what was changed on the host, so that it can be put back. A change is recorded
 * before it is made. Safe for any thread.
 */
@ProviderType
public interface HostLedger {
  /**
   * Writes a sysctl ({@code net.ipv4.ip_forward}) unless it has that value already, keeping the old
   * one.
   */
  void sysctl(String name, String value, String reason);

  /** Records a change of another kind; the same kind and key again keeps the first "before". */
  void record(HostChange change);

  /** Forgets a change whose maker has put it back. */
  void forget(String kind, String key);

  List<HostChange> changes();
}
