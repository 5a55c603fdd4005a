package io.cooperage.controller.network;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the node's bandwidth, PID {@code io.cooperage.controller.network}. */
@ObjectClassDefinition(name = "Cooperage node bandwidth")
public @interface ShapingConfiguration {
  /** What all CTs together may send with and be guaranteed, or auto for the link's speed. */
  @AttributeDefinition
  String total() default "auto";

  /** What all CTs together may receive with and be guaranteed, or auto for the link's speed. */
  @AttributeDefinition
  String totalIn() default "auto";
}
