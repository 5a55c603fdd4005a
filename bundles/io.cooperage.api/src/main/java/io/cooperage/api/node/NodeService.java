package io.cooperage.api.node;

import io.cooperage.api.job.Job;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** This node. Safe for any thread. */
@ProviderType
public interface NodeService {
  NodeInfo info();

  /** What this host lacks, and what that costs. */
  List<Finding> doctor();

  /** Everything that was changed on the host and is not put back yet. */
  List<HostChange> changes();

  List<PoolStatus> pools();

  /**
   * Whether adoption has ended and the node takes orders; what it still waits for, one line each.
   */
  List<String> waitingFor();

  /**
   * Stops every CT and puts back what was changed on the host; data stays. The daemon is then ready
   * to end.
   */
  Job<Void> release();
}
