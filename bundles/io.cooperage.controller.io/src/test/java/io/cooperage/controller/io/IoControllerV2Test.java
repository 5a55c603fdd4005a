package io.cooperage.controller.io;

import static io.cooperage.controller.io.IoParameters.IOLIMIT;
import static io.cooperage.controller.io.IoParameters.IOPRIO;
import static io.cooperage.controller.io.IoParameters.IOPSLIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.TestCell;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The contract on v2's file formats. */
class IoControllerV2Test extends IoContractCases {
  private static final BlockDevice DISK = new BlockDevice("/dev/loop7", 7, 7);
  private static final BlockDevice POOL = new BlockDevice("/dev/vda", 254, 0);

  private final SimulatedGroup group =
      SimulatedGroup.v2("unified:/ct")
          .with("io.max", "")
          .with("io.weight", "default 100")
          .with(
              "io.stat",
              "254:0 rbytes=1 wbytes=1 rios=1 wios=1 dbytes=0 dios=0\n"
                  + "7:7 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0")
          .with("io.pressure", "some avg10=1.25 total=9\nfull avg10=0.00 total=5");
  private final TestCell cell =
      TestCell.of(Map.of(Subsystem.IO, group, Subsystem.CORE, group)).withDisk(DISK);

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    SimulatedGroup none = SimulatedGroup.v2("unified:/gone");
    return TestCell.of(Map.of(Subsystem.IO, none, Subsystem.CORE, none)).withDisk(DISK);
  }

  @Test
  void allLimitsOfADeviceAreOneWrite() {
    new IoController()
        .apply(
            cell,
            ParameterValues.builder()
                .put(IOLIMIT, new Rates(1 << 20, 0))
                .put(IOPSLIMIT, Rates.both(9))
                .build());

    assertThat(group.writes()).containsExactly("io.max=7:7 rbps=1048576 wbps=max riops=9 wiops=9");
  }

  @Test
  void readsOfTheTemplateAreHeldOnTheDeviceThatItLiesOn() {
    new IoController()
        .apply(
            cell.withSharedDisk(POOL),
            ParameterValues.builder()
                .put(IOLIMIT, Rates.both(1 << 20))
                .put(IOPSLIMIT, Rates.both(9))
                .build());

    assertThat(group.writes()).contains("io.max=254:0 rbps=1572864 wbps=max riops=max wiops=max");
  }

  @Test
  void withoutSettingsNothingIsWrittenAndForeignRulesStay() {
    group.write("io.max", "7:7 rbps=77 wbps=max riops=max wiops=max");

    IoController controller = new IoController();
    controller.apply(cell, ParameterValues.empty());

    assertThat(group.writes()).hasSize(1);
    assertThat(controller.readBack(cell).get(0).value()).isEqualTo("77B:0");
  }

  @Test
  void prioritiesDoubleTheWeight() {
    IoController controller = new IoController();
    controller.apply(cell, ParameterValues.builder().put(IOPRIO, 6L).build());
    assertThat(group.read("io.weight")).isEqualTo("default 400");

    controller.apply(cell, ParameterValues.empty());
    assertThat(group.read("io.weight")).isEqualTo("default 100");

    group.write("io.weight", "default 390");
    assertThat(controller.readBack(cell))
        .filteredOn(e -> e.parameter().equals("ioprio"))
        .extracting(Effective::value, Effective::where)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("6", "unified:/ct io.weight, which is 390"));
  }

  @Test
  void metersAreThoseOfTheContainersOwnDisk() {
    Map<Meter, Long> seen = new ConcurrentHashMap<>();

    new IoController().usage(cell, seen::put);

    assertThat(seen)
        .containsEntry(DiskUse.READ_BYTES, 4096L)
        .containsEntry(DiskUse.WRITE_BYTES, 8192L)
        .containsEntry(DiskUse.READ_OPERATIONS, 1L)
        .containsEntry(DiskUse.WRITE_OPERATIONS, 2L)
        .containsEntry(DiskUse.STALLED, 5000L)
        .containsEntry(DiskUse.PRESSURE, 125L);
  }

  @Test
  void aContainerWithoutADiskOfItsOwnIsRefused() {
    Cell diskless = TestCell.of(Map.of(Subsystem.IO, group));

    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(
            () ->
                new IoController()
                    .apply(
                        diskless, ParameterValues.builder().put(IOLIMIT, Rates.both(9999)).build()))
        .withMessageContaining("no disk of its own");
  }

  @Test
  void whatTheHostLacksIsNamedForEachParameterAtOnce() {
    ParameterValues values =
        ParameterValues.builder().put(IOLIMIT, Rates.both(1 << 20)).put(IOPRIO, 7L).build();
    HostFacts bare = new HostFacts(1L << 30, 2, "test", Map.of("cgroup.io", "none"));
    HostFacts unweighted =
        new HostFacts(1L << 30, 2, "test", Map.of("cgroup.io", "v2", "io.weight", "none"));

    assertThat(new IoController().validate(values, bare)).hasSize(2);
    assertThat(new IoController().validate(values, unweighted))
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .contains("ioprio '7' needs a disk with the bfq scheduler, or iocost");
  }
}
