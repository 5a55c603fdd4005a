package io.cooperage.controller.io;

import static io.cooperage.controller.io.IoParameters.IOLIMIT;
import static io.cooperage.controller.io.IoParameters.IOPSLIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.Watch;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.GroupedProcess;
import io.cooperage.testing.controller.HostCell;
import io.cooperage.testing.controller.TestCell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whether the limits bite on a loop device of the real kernel, with weights or without. */
class HostIoLimitTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path folder;

  @RegisterExtension
  private final HostCell host = HostCell.needing(Subsystem.IO).wanting(Subsystem.MEMORY);

  private TestDisk device;
  private TestCell cell;

  @BeforeEach
  void open() throws IOException {
    device = TestDisk.at(folder.resolve("image"));
    cell = host.cell().withDisk(device.described());
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  /** Milliseconds that a copy by a process of the group takes. */
  private long copied(String operands) {
    try (GroupedProcess copy = GroupedProcess.waiting("exec dd " + operands)) {
      host.groups().enter(copy);
      long began = System.nanoTime();
      copy.go();
      assertThat(copy.await(LIMIT)).isZero();
      return (System.nanoTime() - began) / 1_000_000;
    }
  }

  private String directRead(TestDisk from, int blocks) {
    return "if=" + from.path() + " of=/dev/null bs=256k iflag=direct count=" + blocks;
  }

  private String directWrite(int blocks, String size) {
    return "if=/dev/zero of=" + device.path() + " oflag=direct bs=" + size + " count=" + blocks;
  }

  @Test
  void eachWayHasItsOwnLimitAndItsOwnCount() {
    IoController controller = new IoController();
    controller.apply(
        cell,
        ParameterValues.builder().put(IOLIMIT, new Rates(4 * MEBIBYTE, 2 * MEBIBYTE)).build());

    assertThat(copied(directRead(device, 16))).isGreaterThan(500);
    assertThat(copied(directWrite(16, "256k"))).isGreaterThan(1000);
    assertThat(amount(DiskUse.READ_BYTES)).isGreaterThanOrEqualTo(4 * MEBIBYTE);
    assertThat(amount(DiskUse.WRITE_BYTES)).isEqualTo(4 * MEBIBYTE);
  }

  /** The unified hierarchy alone knows whose the data is that is written back later. */
  @Test
  void bufferedWritesAreHeldOnV2() {
    assumeThat(IoGroup.of(host.groups().directory(Subsystem.IO).orElseThrow()))
        .as("io of cgroup v2")
        .isInstanceOf(IoGroupV2.class);
    assumeThat(cell.has(Subsystem.MEMORY)).as("memory of cgroup v2").isTrue();
    new IoController()
        .apply(cell, ParameterValues.builder().put(IOLIMIT, new Rates(0, 2 * MEBIBYTE)).build());

    assertThat(copied("if=/dev/zero of=" + device.path() + " conv=fsync bs=256k count=16"))
        .isGreaterThan(1000);
  }

  @Test
  void operationsAreLimitedWhateverTheirSize() {
    new IoController()
        .apply(cell, ParameterValues.builder().put(IOPSLIMIT, new Rates(0, 20)).build());

    assertThat(copied(directWrite(40, "4k"))).isGreaterThan(1000);
    assertThat(amount(DiskUse.WRITE_OPERATIONS)).isEqualTo(40);
  }

  @Test
  void aLimitIsTakenOffLive() {
    IoController controller = new IoController();
    controller.apply(cell, ParameterValues.builder().put(IOLIMIT, Rates.both(4096)).build());
    controller.apply(cell, ParameterValues.empty());

    // At 4 KiB a second it would be the test's whole time.
    assertThat(copied(directWrite(4, "256k"))).isLessThan(LIMIT.toMillis());
  }

  @Test
  void readsOfASharedDeviceAreHeldTooAndWritesAreNot() throws IOException {
    try (TestDisk shared = TestDisk.at(folder.resolve("template"))) {
      new IoController()
          .apply(
              cell.withSharedDisk(shared.described()),
              ParameterValues.builder().put(IOLIMIT, Rates.both(4 * MEBIBYTE)).build());

      assertThat(copied(directRead(shared, 16))).isGreaterThan(300);
      Limits there =
          IoGroup.of(host.groups().directory(Subsystem.IO).orElseThrow())
              .limits(shared.device().number().toString());
      assertThat(there).isEqualTo(new Limits(new Rates(6 * MEBIBYTE, 0), Rates.NONE));
    }
  }

  @Test
  void workingAtTheLimitIsTold() {
    IoController controller = new IoController(Duration.ofSeconds(1));
    controller.apply(cell, ParameterValues.builder().put(IOLIMIT, new Rates(0, MEBIBYTE)).build());
    Queue<Map<String, String>> events = new ConcurrentLinkedQueue<>();
    try (Watch watch = controller.watch(cell, (type, message, details) -> events.add(details));
        GroupedProcess copy = GroupedProcess.waiting("exec dd " + directWrite(240, "256k"))) {
      host.groups().enter(copy);
      copy.go();
      Eventually.holds("the watcher is told", LIMIT, () -> !events.isEmpty());

      assertThat(watch).isNotNull();
      assertThat(events.element())
          .containsEntry("parameter", "iolimit")
          .containsEntry("direction", "write");
    } finally {
      controller.deactivate();
    }
  }

  private long amount(Meter meter) {
    Map<Meter, Long> seen = new ConcurrentHashMap<>();
    new IoController().usage(cell, seen::put);
    return seen.getOrDefault(meter, 0L);
  }
}
