package io.cooperage.core.job;

import io.cooperage.api.node.Finding;
import io.cooperage.spi.node.HostProbe;
import java.util.List;
import java.util.Map;

/** A service whose arrival changes nothing but that something arrived. */
final class SilentProbe implements HostProbe {
  @Override
  public Map<String, String> features() {
    return Map.of();
  }

  @Override
  public List<Finding> findings() {
    return List.of();
  }
}
