package io.cooperage.controller.vswap.zram;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.controller.vswap.SwapArea;
import java.util.List;

/** Whether RAM can hold what is swapped. */
final class SwapRoom {
  /** Left to the host when everything is read back from swap. */
  private static final long MARGIN = 64L << 20;

  private SwapRoom() {}

  /**
   * Makes sure that areas can be switched off.
   *
   * @throws ContainerException NO_RESOURCES naming what is missing
   */
  static void require(String name, List<SwapArea> areas) {
    long used = areas.stream().mapToLong(SwapArea::used).sum();
    long available = HostMemory.available();
    if (used > 0 && available < used + MARGIN) {
      throw new ContainerException(
          ErrorCode.NO_RESOURCES,
          name + " holds " + (used >> 20) + "M and only " + (available >> 20) + "M of RAM are free",
          "free memory on the node, then run the same command again");
    }
  }
}
