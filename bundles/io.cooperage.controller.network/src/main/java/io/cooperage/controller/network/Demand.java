package io.cooperage.controller.network;

import java.util.Optional;

/**
 * What a CT asks for in one direction.
 *
 * @param guarantee bit/s that it always gets
 * @param limit bit/s that it never exceeds
 * @param bound whether the limit is there because the guarantee is one
 */
record Demand(Optional<Long> guarantee, Optional<Long> limit, boolean bound) {
  static final Demand NONE = new Demand(Optional.empty(), Optional.empty(), false);

  boolean isNone() {
    return guarantee.isEmpty() && limit.isEmpty();
  }
}
