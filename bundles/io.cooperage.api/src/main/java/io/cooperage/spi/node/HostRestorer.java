package io.cooperage.spi.node;

import io.cooperage.api.node.HostChange;
import org.osgi.annotation.versioning.ConsumerType;

/** Puts back host changes of one kind; called after every CT has stopped. */
@ConsumerType
public interface HostRestorer {
  String kind();

  /** Puts it back if it is still ours; idempotent. */
  void restore(HostChange change);
}
