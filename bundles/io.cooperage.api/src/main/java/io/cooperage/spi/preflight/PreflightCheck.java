package io.cooperage.spi.preflight;

import io.cooperage.api.error.Problem;
import io.cooperage.spi.store.ContainerRecord;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Looks at a CT before it is started or moved. */
@ConsumerType
public interface PreflightCheck {
  /** Short name for reports. */
  String name();

  /** What stands in the way; empty if nothing does. Must not change anything. */
  List<Problem> check(ContainerRecord container);
}
