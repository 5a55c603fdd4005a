package io.cooperage.network.routed;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What routed CTs may do to the host, PID {@code io.cooperage.network.routed}. */
@ObjectClassDefinition(name = "Cooperage routed network")
public @interface RoutedConfiguration {
  /** Ports of the host that CTs may open connections to, as {@code udp/53 tcp/53 tcp/8000-8010}. */
  @AttributeDefinition
  String hostPorts() default "";

  /** Ports that CTs may open connections to under link-local addresses that the host reaches. */
  @AttributeDefinition
  String linkLocalPorts() default "";

  /**
   * Most entries of the host's connection table that one CT's connections take; 0 for an eighth.
   */
  @AttributeDefinition
  int connections() default 0;

  /** New connections of one CT in a second, over a burst of ten times as many; 0 for auto. */
  @AttributeDefinition
  int connectionsPerSecond() default 0;
}
