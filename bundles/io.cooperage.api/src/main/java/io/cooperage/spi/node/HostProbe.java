package io.cooperage.spi.node;

import io.cooperage.api.node.Finding;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Contributes host facts and lines of {@code node doctor}. Called at start and on demand, off the
 * hot path.
 */
@ConsumerType
public interface HostProbe {
  /** Features for {@link HostFacts}, as {@code cgroup.memory -> v1}. */
  Map<String, String> features();

  List<Finding> findings();
}
