package io.cooperage.testing.node;

import io.cooperage.api.node.HostChange;
import io.cooperage.spi.node.HostLedger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers host changes in memory; a sysctl is recorded and not written. */
public final class MemoryHostLedger implements HostLedger {
  private final Map<List<String>, HostChange> changes = new LinkedHashMap<>();

  @Override
  public synchronized void sysctl(String name, String value, String reason) {
    record(new HostChange("sysctl", name, "", value, reason));
  }

  @Override
  public synchronized void record(HostChange change) {
    changes.merge(
        List.of(change.kind(), change.key()),
        change,
        (old, now) ->
            new HostChange(now.kind(), now.key(), old.before(), now.after(), now.reason()));
  }

  @Override
  public synchronized void forget(String kind, String key) {
    changes.remove(List.of(kind, key));
  }

  @Override
  public synchronized List<HostChange> changes() {
    return List.copyOf(changes.values());
  }
}
