package io.cooperage.spi.isolation;

import io.cooperage.api.parameter.ParameterValues;
import org.osgi.annotation.versioning.ConsumerType;

/** What an {@link IsolationProvider} implements as well if some CTs need more than usual. */
@ConsumerType
public interface LaunchPreparation {
  /**
   * What must be there before a CT with such values can be launched. Called before each start.
   *
   * @param values the provider's own parameters, total
   */
  LaunchNeeds needs(ParameterValues values);
}
