package io.cooperage.controller.vswap;

import static io.cooperage.controller.vswap.VSwapParameters.PHYSPAGES;
import static io.cooperage.controller.vswap.VSwapParameters.SWAPPAGES;

import io.cooperage.spi.controller.Consequence;
import java.util.ArrayList;
import java.util.List;

/**
 * What limits below present use do.
 *
 * @param free bytes that the node can still swap
 */
record MemoryForecast(MemoryUse use, MemoryLimits limits, long free, int version) {
  List<Consequence> consequences() {
    List<Consequence> all = new ArrayList<>();
    if (limits.ram().isPresent()) {
      long ram = limits.ram().getAsLong();
      long swappedOut = Math.max(0, use.used() - ram);
      long swap = use.swap() + swappedOut;
      if (limits.swap().isPresent() && swap > limits.swap().getAsLong() && exceedsSum()) {
        all.add(Consequence.fatal(PHYSPAGES.name(), held() + "more than both together; " + end()));
      } else if (swappedOut > free) {
        String room = "but the node has room for " + text(free) + " more in its swap; ";
        all.add(Consequence.fatal(PHYSPAGES.name(), held() + room + end()));
      } else if (swappedOut > 0) {
        String slow = text(swappedOut) + " of it will be swapped out, and the CT slows down";
        all.add(Consequence.harmless(PHYSPAGES.name(), held() + slow));
      } else if (use.used() + use.cache() > ram) {
        String dropped = text(use.used() + use.cache() - ram) + " of page cache will be dropped";
        all.add(Consequence.harmless(PHYSPAGES.name(), held() + dropped));
      }
    }
    if (limits.swap().isPresent() && use.swap() > limits.swap().getAsLong() && all.isEmpty()) {
      String rest = "nothing more is swapped out until it holds less";
      all.add(Consequence.harmless(SWAPPAGES.name(), held() + rest));
    }
    return List.copyOf(all);
  }

  private boolean exceedsSum() {
    return limits.sum().isPresent() && use.used() + use.swap() > limits.sum().getAsLong();
  }

  private String held() {
    return "the CT holds "
        + text(use.used() + use.cache())
        + " of RAM and "
        + text(use.swap())
        + " of swap now: ";
  }

  /** v1 tries to reclaim and gives up; v2 goes on by killing. */
  private String end() {
    return version == 1
        ? "the kernel (cgroup v1) will refuse it: stop something in the CT first"
        : "the kernel will kill processes in the CT until the rest fits";
  }

  private static String text(long bytes) {
    return ((bytes + (1 << 20) - 1) >> 20) + "M";
  }
}
