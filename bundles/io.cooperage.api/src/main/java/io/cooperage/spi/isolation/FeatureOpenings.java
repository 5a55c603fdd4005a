package io.cooperage.spi.isolation;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What an {@link IsolationPolicy} implements as well if features that it opens need more than
 * rules. Of one that does not they need nothing.
 */
@ConsumerType
public interface FeatureOpenings {
  /** What these features need together; unknown ones need nothing. */
  Openings openings(Set<String> features);
}
