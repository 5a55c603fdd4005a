package io.cooperage.controller.vswap.zram;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the node's swap, PID {@code io.cooperage.swap}. */
@ObjectClassDefinition(name = "Cooperage node swap")
public @interface NodeSwapConfiguration {
  /** Whether the node makes a zram device; without any swap CTs die at physpages. */
  @AttributeDefinition
  boolean enabled() default true;

  /** How much can be swapped: bytes with suffix, or per cent of RAM; at most the RAM. */
  @AttributeDefinition
  String size() default "50%";

  /** RAM that the compressed pages may take: bytes with suffix, or per cent of the size. */
  @AttributeDefinition
  String memoryLimit() default "50%";

  /** Compression algorithm, or auto for the first of zstd, lzo-rle, lz4, lzo that there is. */
  @AttributeDefinition
  String algorithm() default "auto";

  /** Areas of higher priority are filled first; 0..32767. */
  @AttributeDefinition
  int priority() default 100;

  /** Swap on disk behind zram: bytes with suffix, or per cent of RAM; 0 is none. */
  @AttributeDefinition
  String disk() default "0";

  /** The file of the swap on disk; empty for {@code swap} in the node's state folder. */
  @AttributeDefinition
  String diskFile() default "";

  /** Priority of the swap on disk; below that of zram, so that it is filled last. */
  @AttributeDefinition
  int diskPriority() default 10;
}
