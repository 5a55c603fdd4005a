package io.cooperage.core.admission;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.kernel.IdMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

  /** How many ids that many slots have. */
  public long width(int count) {
    return width * count;
  }

  /**
   * The lowest slot that neither a CT nor the host uses.
   *
   * @param count how many slots wide it is
   * @throws ContainerException NO_RESOURCES if there is none below 2^31
   */
  public IdMap free(Collection<IdMap> ofContainers, int count) {
    List<IdMap> taken = new ArrayList<>(host.ranges());
    ofContainers.stream().filter(m -> !m.privileged()).forEach(taken::add);
    taken.sort(Comparator.comparingLong(IdMap::base));
    long wanted = width(count);
    long at = base;
    for (IdMap range : taken) {
      if (range.base() >= at + wanted) {
        break;
      }
      long end = range.base() + range.width();
      if (end > at) {
        at += (end - at + width - 1) / width * width;
      }
    }
    if (at + wanted <= END) {
      return new IdMap(at, wanted);
    }
    throw new ContainerException(
        ErrorCode.NO_RESOURCES,
        "no id slot of " + wanted + " ids is free between " + base + " and " + END,
        "Destroy CTs that are not needed, or lower idBase in io.cooperage.node.");
  }
}
