package io.cooperage.spi.storage;

import io.cooperage.api.container.ContainerId;
import java.util.Map;
import java.util.Objects;

/**
 * A CT's disk as it is stored: enough for any later version of its provider to use it.
 *
 * @param kind storage kind
 * @param properties the provider's own, as layout, size and template digest
 */
public record Volume(String kind, ContainerId container, Map<String, String> properties) {
  public Volume {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(container, "container");
    properties = Map.copyOf(properties);
  }

  /** A property, or empty text. */
  public String property(String name) {
    return properties.getOrDefault(name, "");
  }
}
