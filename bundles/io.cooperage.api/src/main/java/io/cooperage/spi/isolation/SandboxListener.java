package io.cooperage.spi.isolation;

import io.cooperage.api.container.ContainerId;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears that a CT's init has ended; must not block. */
@ConsumerType
@FunctionalInterface
public interface SandboxListener {
  void exited(ContainerId container, ExitReport report);
}
