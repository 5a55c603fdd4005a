package io.cooperage.network.routed;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.net.NetworkSysctls;

/**
 * How much of the host's connection table the connections that one CT opens may take. The kernel
 * counts those that are open; closed ones stay in the table for two minutes more, uncounted, and
 * are bounded by how fast new ones come. The rate also keeps the kernel's own list for the count
 * short: on 6.18 it grows by every refused packet and is cleaned a few entries at a time.
 *
 * @param open most that are open at once
 * @param perSecond most new ones in a second, over a burst of ten times as many
 */
record ConnectionLimits(long open, long perSecond) {
  private static final String TABLE = "netfilter/nf_conntrack_max";

  /** Used while the kernel has not loaded its connection tracking yet. */
  private static final long SMALL_TABLE = 65_536;

  private static final long MOST = 10_000_000;
  private static final int OPEN_PART = 8;

  /** Closed ones for two minutes are then at most half of the table. */
  private static final int SECONDS = 240;

  private static final int BURST_SECONDS = 10;

  /**
   * Checks the settings; 0 stands for a part of the table.
   *
   * @throws IllegalArgumentException naming the bad one
   */
  ConnectionLimits {
    check("connections", open);
    check("connectionsPerSecond", perSecond);
  }

  private static void check(String setting, long value) {
    if (value < 0 || value > MOST) {
      throw new IllegalArgumentException(
          setting + " '" + value + "' must be 1 to " + MOST + ", or 0 for a part of the table");
    }
  }

  /** Whether the calling thread's network namespace has a connection table by now. */
  static boolean known() {
    return size() > 0;
  }

  private static long size() {
    try {
      return Long.parseLong(NetworkSysctls.read(TABLE));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return 0;
      }
      throw e;
    }
  }

  /** With the parts of the table in the place of 0, in the calling thread's namespace. */
  ConnectionLimits resolved() {
    long table = size() > 0 ? size() : SMALL_TABLE;
    return new ConnectionLimits(
        open > 0 ? open : Math.max(1, table / OPEN_PART),
        perSecond > 0 ? perSecond : Math.max(1, table / SECONDS));
  }

  long burst() {
    return perSecond * BURST_SECONDS;
  }
}
