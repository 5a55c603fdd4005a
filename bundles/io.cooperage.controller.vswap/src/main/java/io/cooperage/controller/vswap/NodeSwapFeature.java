package io.cooperage.controller.vswap;

import io.cooperage.spi.node.HostFacts;

/** The host feature that tells how much compressed swap the node has. */
public final class NodeSwapFeature {
  /** Bytes, as a decimal number; "0" without any. */
  public static final String NAME = "zram.size";

  private NodeSwapFeature() {}

  static long size(HostFacts host) {
    String size = host.feature(NAME);
    return size.isEmpty() ? 0 : Long.parseLong(size);
  }
}
