package io.cooperage.core.node;

import io.cooperage.api.job.Job;
import java.util.List;

/** What the node asks of the life cycle. */
public interface NodeContainers {
  /** What adoption and autostart wait for, one line each. */
  List<String> waitingFor();

  /** Begins to stop every CT; they start again with the node's next start. */
  List<Job<?>> stopAll();
}
