package io.cooperage.spi.isolation;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.kernel.PidHandle;
import java.util.Map;
import java.util.Objects;

/**
 * A launched CT as it is stored in the run folder.
 *
 * @param kind isolation kind
 * @param init its init
 * @param properties the provider's own
 */
public record Sandbox(
    String kind, ContainerId container, PidHandle init, Map<String, String> properties) {
  public Sandbox {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(init, "init");
    properties = Map.copyOf(properties);
  }
}
