package io.cooperage.controller.vswap;

import io.cooperage.spi.node.HostFacts;

/** The host features that tell how much swap the node has made for its CTs. */
public final class NodeSwapFeature {
  /** Bytes, as a decimal number; "0" without any. */
  public static final String NAME = "zram.size";

  /** Bytes of RAM that compressed pages may take; "0" without any. */
  public static final String MEMORY = "zram.memory";

  /** Bytes of swap on disk; "0" without any. */
  public static final String DISK = "swap.disk.size";

  private NodeSwapFeature() {}

  /** All that the node made itself. */
  static long size(HostFacts host) {
    return number(host, NAME) + number(host, DISK);
  }

  static long memory(HostFacts host) {
    return number(host, MEMORY);
  }

  private static long number(HostFacts host, String feature) {
    String text = host.feature(feature);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}
