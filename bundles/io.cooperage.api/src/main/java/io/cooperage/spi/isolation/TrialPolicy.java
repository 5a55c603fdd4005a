package io.cooperage.spi.isolation;

import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** A policy that can be tried on a CT while another one rules it. */
@ConsumerType
public interface TrialPolicy extends IsolationPolicy {
  /** Property of a {@link Sandbox} on which a policy is tried: its name. */
  String TRIAL = "trial";

  /**
   * Filters that let every call through, and have the kernel log those that {@link #rules} would
   * deny. Loaded beside the filters of the policy that rules.
   */
  List<BpfProgram> trial(IdMap idMap, Set<String> features);

  /**
   * Told that it is tried on a CT: at its launch before its init runs, and by each later daemon
   * that finds it running. Must be quick; may come again for the same CT.
   */
  default void began(Sandbox sandbox, IdMap idMap) {}
}
