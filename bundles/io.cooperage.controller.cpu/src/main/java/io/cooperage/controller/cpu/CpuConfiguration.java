package io.cooperage.controller.cpu;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the CPU controller, PID {@code io.cooperage.cpu}. */
@ObjectClassDefinition(name = "Cooperage CPU controller")
public @interface CpuConfiguration {
  /** Percent of its periods that a CT is throttled in before an event tells of it; 1..100. */
  @AttributeDefinition
  int throttleAlert() default 50;

  /** Seconds between two looks at the CTs; 1..3600. */
  @AttributeDefinition
  int throttleWindow() default 10;
}
