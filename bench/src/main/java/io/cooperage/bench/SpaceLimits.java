package io.cooperage.bench;

import io.cooperage.itests.node.CtResult;
import io.cooperage.itests.node.TestNode;
import java.util.List;

/** A full disk: the CT gets ENOSPC, and its neighbour writes on. */
final class SpaceLimits implements LimitFamily {
  private static final int MEBIBYTES = 320;
  private static final double OVERHEAD = 0.25;

  private final TestNode node;

  SpaceLimits(TestNode node) {
    this.node = node;
  }

  @Override
  public List<String> needs() {
    return List.of("diskspace");
  }

  @Override
  public String name() {
    return "disk full";
  }

  @Override
  public void measure(Guest limited, Guest free, LimitTable table) {
    List<String> settings = List.of("--diskspace", MEBIBYTES + "M");
    try (Guest small = Guest.start(node, "151", settings)) {
      CtResult full = small.run("dd if=/dev/zero of=/root/f bs=1M count=" + 2 * MEBIBYTES);
      String size = small.run("stat -c %s /root/f").orFail().output().strip();
      long got = Long.parseLong(size) >> 20;
      boolean others = free.run("dd if=/dev/zero of=/root/g bs=1M count=8 conv=fsync").ok();
      table.told(
          "diskspace " + MEBIBYTES + "M",
          "at most " + MEBIBYTES + " MiB, then ENOSPC",
          got + " MiB, " + (full.error().contains("No space") ? "ENOSPC" : full.error().strip()),
          others ? "writes on" : "fails",
          !full.ok() && others && got <= MEBIBYTES && got > MEBIBYTES * (1 - OVERHEAD));
    }
  }
}
