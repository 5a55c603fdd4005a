package io.cooperage.controller.io;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The v1 blkio controller. Its throttle is flat: a group below is not held by this one's rules, so
 * they are written to the groups of a privileged CT as well. It sees who submits a request, and
 * that is not the CT when its buffered data is written back.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/blkio-controller.html">Block IO
 *     Controller</a>
 */
record IoGroupV1(CgroupDirectory group) implements IoGroup {
  private static final String READ_BYTES = "blkio.throttle.read_bps_device";
  private static final String WRITE_BYTES = "blkio.throttle.write_bps_device";
  private static final String READ_OPERATIONS = "blkio.throttle.read_iops_device";
  private static final String WRITE_OPERATIONS = "blkio.throttle.write_iops_device";
  private static final String SERVED_BYTES = "blkio.throttle.io_service_bytes_recursive";
  private static final String SERVED_OPERATIONS = "blkio.throttle.io_serviced_recursive";
  private static final String WEIGHT = "blkio.bfq.weight";
  private static final int DEEPEST = 3;

  @Override
  public boolean throttles() {
    return group.has(READ_BYTES);
  }

  @Override
  public void limit(String device, Limits limits) {
    for (CgroupDirectory each : groups(group, DEEPEST)) {
      each.write(READ_BYTES, device + " " + limits.bytes().read());
      each.write(WRITE_BYTES, device + " " + limits.bytes().write());
      each.write(READ_OPERATIONS, device + " " + limits.operations().read());
      each.write(WRITE_OPERATIONS, device + " " + limits.operations().write());
    }
  }

  private static List<CgroupDirectory> groups(CgroupDirectory top, int levels) {
    List<CgroupDirectory> groups = new ArrayList<>(List.of(top));
    if (levels > 0) {
      top.below().forEach(child -> groups.addAll(groups(child, levels - 1)));
    }
    return groups;
  }

  @Override
  public Limits limits(String device) {
    return new Limits(
        new Rates(rate(READ_BYTES, device), rate(WRITE_BYTES, device)),
        new Rates(rate(READ_OPERATIONS, device), rate(WRITE_OPERATIONS, device)));
  }

  private long rate(String file, String device) {
    return DeviceLines.of(device, group.read(file)).map(Long::valueOf).orElse(0L);
  }

  @Override
  public String bytesKnob() {
    return group.describe()
        + " blkio.throttle.*_bps_device; cgroup v1 does not hold buffered writes that are written"
        + " back later";
  }

  @Override
  public String operationsKnob() {
    return group.describe()
        + " blkio.throttle.*_iops_device; cgroup v1 does not hold buffered writes that are written"
        + " back later";
  }

  @Override
  public void weight(long weight) {
    groups(group, DEEPEST).forEach(g -> g.write(WEIGHT, Long.toString(weight)));
  }

  @Override
  public Optional<Long> weight() {
    return group.readIfPresent(WEIGHT).map(Long::valueOf);
  }

  @Override
  public String weightKnob() {
    return group.describe() + " " + WEIGHT;
  }

  @Override
  public Optional<Served> served(String device) {
    return rates(SERVED_BYTES, device)
        .map(
            bytes ->
                new Served(
                    bytes, rates(SERVED_OPERATIONS, device).orElseGet(() -> new Rates(0, 0))));
  }

  private Optional<Rates> rates(String file, String device) {
    String text = group.readIfPresent(file).orElse("");
    OptionalLong read = DeviceLines.number(device, "Read", text);
    OptionalLong written = DeviceLines.number(device, "Write", text);
    return read.isEmpty() && written.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rates(read.orElse(0), written.orElse(0)));
  }
}
