package io.cooperage.controller.io;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.Map;
import java.util.Optional;

/**
 * The v2 io controller.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#io">Control Group v2: IO</a>
 */
record IoGroupV2(CgroupDirectory group) implements IoGroup {
  private static final String MAX = "io.max";
  private static final String STAT = "io.stat";
  private static final String COST_WEIGHT = "io.weight";
  private static final String BFQ_WEIGHT = "io.bfq.weight";
  private static final String ALL_DEVICES = "default";

  @Override
  public boolean throttles() {
    return group.has(MAX);
  }

  @Override
  public void limit(String device, Limits limits) {
    group.write(
        MAX,
        device
            + " rbps="
            + text(limits.bytes().read())
            + " wbps="
            + text(limits.bytes().write())
            + " riops="
            + text(limits.operations().read())
            + " wiops="
            + text(limits.operations().write()));
  }

  private static String text(long rate) {
    return rate == 0 ? "max" : Long.toString(rate);
  }

  @Override
  public Limits limits(String device) {
    Map<String, Long> limits =
        DeviceLines.pairs(DeviceLines.of(device, group.read(MAX)).orElse(""));
    return new Limits(
        new Rates(limits.getOrDefault("rbps", 0L), limits.getOrDefault("wbps", 0L)),
        new Rates(limits.getOrDefault("riops", 0L), limits.getOrDefault("wiops", 0L)));
  }

  @Override
  public String bytesKnob() {
    return group.describe() + " " + MAX + " rbps, wbps";
  }

  @Override
  public String operationsKnob() {
    return group.describe() + " " + MAX + " riops, wiops";
  }

  @Override
  public void weight(long weight) {
    boolean written = false;
    for (String file : new String[] {COST_WEIGHT, BFQ_WEIGHT}) {
      if (group.has(file)) {
        group.write(file, ALL_DEVICES + " " + weight);
        written = true;
      }
    }
    if (!written) {
      group.write(COST_WEIGHT, ALL_DEVICES + " " + weight);
    }
  }

  @Override
  public Optional<Long> weight() {
    return group
        .readIfPresent(BFQ_WEIGHT)
        .or(() -> group.readIfPresent(COST_WEIGHT))
        .flatMap(text -> DeviceLines.of(ALL_DEVICES, text))
        .map(Long::valueOf);
  }

  @Override
  public String weightKnob() {
    return group.describe() + " " + (group.has(BFQ_WEIGHT) ? BFQ_WEIGHT : COST_WEIGHT);
  }

  @Override
  public Optional<Served> served(String device) {
    return group
        .readIfPresent(STAT)
        .flatMap(text -> DeviceLines.of(device, text))
        .map(DeviceLines::pairs)
        .map(
            n ->
                new Served(
                    new Rates(n.getOrDefault("rbytes", 0L), n.getOrDefault("wbytes", 0L)),
                    new Rates(n.getOrDefault("rios", 0L), n.getOrDefault("wios", 0L))));
  }
}
