package io.cooperage.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.testing.cgroup.SimulatedGroup;
import org.junit.jupiter.api.Test;

/** What is written to v1 groups, whose throttle does not hold the groups below. */
class IoGroupV1Test {
  private static final Limits LIMITS = new Limits(new Rates(5, 6), new Rates(7, 0));

  private static SimulatedGroup group(String name) {
    return SimulatedGroup.v1(name)
        .with("blkio.throttle.read_bps_device", "")
        .with("blkio.throttle.write_bps_device", "7:1 9\n7:10 8")
        .with("blkio.throttle.read_iops_device", "")
        .with("blkio.throttle.write_iops_device", "")
        .with("blkio.bfq.weight", "100")
        .with(
            "blkio.throttle.io_service_bytes_recursive",
            "7:1 Read 4096\n7:1 Write 0\n7:1 Total 4096\n7:10 Read 1\nTotal 4097")
        .with("blkio.throttle.io_serviced_recursive", "7:1 Read 2\n7:1 Write 0\nTotal 2");
  }

  @Test
  void rulesAndWeightsReachTheGroupsOfAPrivilegedContainer() {
    SimulatedGroup inner = group("blkio:/ct/ns");
    IoGroup outer = new IoGroupV1(group("blkio:/ct").with(inner));

    outer.limit("7:1", LIMITS);
    outer.weight(800);

    assertThat(inner.writes())
        .containsExactly(
            "blkio.throttle.read_bps_device=7:1 5",
            "blkio.throttle.write_bps_device=7:1 6",
            "blkio.throttle.read_iops_device=7:1 7",
            "blkio.throttle.write_iops_device=7:1 0",
            "blkio.bfq.weight=800");
    assertThat(outer.limits("7:1")).isEqualTo(LIMITS);
  }

  @Test
  void aDeviceIsNotTakenForAnotherWhoseNumberBeginsTheSame() {
    IoGroup group = new IoGroupV1(group("blkio:/ct"));

    assertThat(group.limits("7:1").bytes()).isEqualTo(new Rates(0, 9));
    assertThat(group.limits("7:10").bytes()).isEqualTo(new Rates(0, 8));
    assertThat(group.served("7:1")).contains(new Served(new Rates(4096, 0), new Rates(2, 0)));
    assertThat(group.served("7:2")).isEmpty();
  }

  @Test
  void whatIsNotHeldIsSaid() {
    assertThat(new IoGroupV1(group("blkio:/ct")).bytesKnob())
        .contains("does not hold buffered writes");
  }
}
