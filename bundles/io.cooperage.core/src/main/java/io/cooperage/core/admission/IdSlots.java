package io.cooperage.core.admission;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.kernel.IdMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gives out ranges of host ids. */
public final class IdSlots {
  private static final long END = 1L << 31;

  private final long base;
  private final long width;
  private final HostIds host;

  /** Slots of that width from that id on. */
  public IdSlots(long base, long width, HostIds host) {
    this.base = base;
    this.width = width;
    this.host = host;
  }

  /**
   * The lowest slot that neither a CT nor the host uses.
   *
   * @throws ContainerException NO_RESOURCES if there is none below 2^31
   */
  public IdMap free(Collection<IdMap> ofContainers) {
    List<IdMap> taken = new ArrayList<>(host.ranges());
    ofContainers.stream().filter(m -> !m.privileged()).forEach(taken::add);
    for (long at = base; at + width <= END; at += width) {
      IdMap slot = new IdMap(at, width);
      if (taken.stream().noneMatch(slot::overlaps)) {
        return slot;
      }
    }
    throw new ContainerException(
        ErrorCode.NO_RESOURCES,
        "no id slot of " + width + " ids is free between " + base + " and " + END,
        "Destroy CTs that are not needed, or lower idBase in io.cooperage.node.");
  }
}
