package io.cooperage.core.node;

import io.cooperage.spi.node.HostFacts;

/** What the host has. Safe for any thread. */
public interface HostFactsSource {
  /** Facts from memory; read anew after a probe has come or gone. */
  HostFacts facts();
}
