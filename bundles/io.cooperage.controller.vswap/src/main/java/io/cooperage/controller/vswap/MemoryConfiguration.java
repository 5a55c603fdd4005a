package io.cooperage.controller.vswap;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the memory controller, PID {@code io.cooperage.memory}. */
@ObjectClassDefinition(name = "Cooperage memory controller")
public @interface MemoryConfiguration {
  /** RAM that is never promised to CTs: bytes with suffix, or per cent of RAM. */
  @AttributeDefinition
  String reserve() default "10%";
}
