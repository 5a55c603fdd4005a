package io.cooperage.store.file;

import io.cooperage.api.container.ContainerId;
import java.util.Optional;

/** Tells names of CT folders from others. */
final class CanonicalId {
  private CanonicalId() {}

  /** The CT of that name; empty unless it is a UUID in its canonical form. */
  static Optional<ContainerId> of(String name) {
    try {
      return Optional.of(ContainerId.parse(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
