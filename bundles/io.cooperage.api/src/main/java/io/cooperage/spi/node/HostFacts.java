package io.cooperage.spi.node;

import java.util.Map;

/**
 * What the host has, for validation. Read once and again when it may have changed.
 *
 * @param memory bytes of RAM
 * @param cpus online CPUs
 * @param features measured features by name: {@code cgroup.memory -> v1}, {@code zram -> yes}
 */
public record HostFacts(long memory, int cpus, String kernel, Map<String, String> features) {
  public HostFacts {
    features = Map.copyOf(features);
  }

  /** The feature's value, or empty text. */
  public String feature(String name) {
    return features.getOrDefault(name, "");
  }
}
