package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.controller.Watch;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.GroupedProcess;
import io.cooperage.testing.cgroup.HostGroups;
import io.cooperage.testing.controller.HostCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The contract, and whether the limits bite, on the real kernel. */
class HostVSwapControllerTest extends VSwapContractCases {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Holds 24 MiB and then waits. */
  private static final String HOLD =
      "{ head -c 25165824 /dev/zero; cat; } | tail -c 25165824 >/dev/null";

  @RegisterExtension private final HostCell host = HostCell.needing(Subsystem.MEMORY);

  @Override
  protected Cell cell() {
    return host.cell();
  }

  @Override
  protected Cell gone() {
    return host.gone();
  }

  private long used(ResourceController controller) {
    Map<String, Long> seen = new ConcurrentHashMap<>();
    controller.usage(host.cell(), (meter, amount) -> seen.put(meter.name(), amount));
    return seen.get("memory.used");
  }

  @Test
  void onlyTheProcessThatExceedsTheSumIsKilledAndNamed() {
    assumeThat(Files.isReadable(Path.of("/dev/kmsg"))).as("/dev/kmsg").isTrue();
    ResourceController controller = controller();
    controller.apply(host.cell(), values("16M", "0"));
    List<String> events = new CopyOnWriteArrayList<>();
    Map<Meter, Long> seen = new ConcurrentHashMap<>();
    Watch watch =
        controller.watch(host.cell(), (type, message, details) -> events.add(type + ' ' + message));
    try (GroupedProcess hog = GroupedProcess.waiting("exec tail /dev/zero");
        GroupedProcess modest = GroupedProcess.idle()) {
      host.groups().enter(modest);
      host.groups().enter(hog);

      assertThat(hog.go().await(LONG)).isEqualTo(137);

      Eventually.holds("the event", LONG, () -> !events.isEmpty());
      assertThat(events)
          .singleElement()
          .asString()
          .contains("limit.oom", "physpages 16M and swappages 0B", "'tail'");
      assertThat(modest.alive()).isTrue();
      controller.usage(host.cell(), seen::put);
    } finally {
      watch.close();
    }
    assertThat(seen).hasSize(6).containsValue(1L);
  }

  @Test
  void aLimitBelowWhatIsInUseIsRefusedAndTheOldOneHolds() {
    assumeThat(version()).as("memory of cgroup v1").isEqualTo(1);
    ResourceController controller = controller();
    controller.apply(host.cell(), values("64M", "0"));
    List<Effective> before = controller.readBack(host.cell());
    try (GroupedProcess holder = GroupedProcess.waiting(HOLD)) {
      host.groups().enter(holder);
      holder.go();
      Eventually.holds("it holds", LONG, () -> used(controller) > 24 << 20);

      assertThat(controller.foresee(host.cell(), values("8M", "0")))
          .singleElement()
          .satisfies(c -> assertThat(c.fatal()).isTrue());
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> controller.apply(host.cell(), values("8M", "0")))
          .withMessageContainingAll(host.cell().id().toString(), "cannot give up")
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE))
          .satisfies(e -> assertThat(e.hint()).isNotBlank());
      assertThat(holder.alive()).isTrue();
      controller.apply(host.cell(), values("64M", "0"));
    }
    assertThat(controller.readBack(host.cell())).isEqualTo(before);
  }

  /** As the foresight says, and --force accepts. */
  @Test
  void aLimitBelowWhatIsInUseIsReachedByKillingWhereTheKernelDoesSo() {
    assumeThat(version()).as("memory of cgroup v2").isEqualTo(2);
    ResourceController controller = controller();
    controller.apply(host.cell(), values("64M", "0"));
    try (GroupedProcess holder = GroupedProcess.waiting(HOLD);
        GroupedProcess modest = GroupedProcess.idle()) {
      host.groups().enter(modest);
      host.groups().enter(holder);
      holder.go();
      Eventually.holds("it holds", LONG, () -> used(controller) > 24 << 20);

      assertThat(controller.foresee(host.cell(), values("8M", "0")))
          .singleElement()
          .satisfies(c -> assertThat(c.fatal()).isTrue())
          .satisfies(c -> assertThat(c.message()).contains("will kill"));
      controller.apply(host.cell(), values("8M", "0"));
      assertThat(used(controller)).isLessThanOrEqualTo(8 << 20);
      assertThat(modest.alive()).isTrue();
    }
  }

  private int version() {
    return host.groups().directory(Subsystem.MEMORY).orElseThrow().version();
  }

  @Test
  void aLimitThatWasHitIsCounted(@TempDir Path folder) throws IOException {
    // What is written there is no cache that could be given up.
    assumeThat(Files.getFileStore(folder).type())
        .as("a temporary folder on disk")
        .isNotEqualTo("tmpfs");
    ResourceController controller = controller();
    controller.apply(host.cell(), values("8M", "64M"));
    try (GroupedProcess writer =
        GroupedProcess.waiting("head -c 24M /dev/zero >" + folder.resolve("written"))) {
      host.groups().enter(writer);
      writer.go();
      Eventually.holds(
          "the limit presses",
          LONG,
          () -> controller.counts(host.cell()).get(0).failCount().orElse(0) > 0);
      ResourceCount ram = controller.counts(host.cell()).get(0);
      assertThat(ram.limit()).hasValue(8 << 20);
      assertThat(ram.maxHeld().orElseThrow()).isBetween(4L << 20, 8L << 20);
      assertThat(writer.await(LONG)).isZero();
    }
  }

  @Test
  void aPromiseToOneIsWorthSomethingBecauseTheOthersHaveNone() {
    CgroupDirectory group = host.groups().directory(Subsystem.MEMORY).orElseThrow();
    assumeThat(group.version()).as("memory of cgroup v1").isEqualTo(1);
    String soft = "memory.soft_limit_in_bytes";
    VSwapController controller = TestMemory.controller();
    try (HostGroups beside = HostGroups.open("beside", Set.of(Subsystem.MEMORY))) {
      CgroupDirectory other = beside.directory(Subsystem.MEMORY).orElseThrow();
      controller.apply(host.cell(), with(values("64M", "0"), MemoryGuarantee.bytes(16 << 20)));
      assertThat(group.read(soft)).isEqualTo("" + (16 << 20));
      assertThat(other.read(soft)).isEqualTo("0");

      controller.release(host.cell());
      assertThat(other.read(soft)).isEqualTo("9223372036854771712");
    } finally {
      controller.deactivate();
    }
  }

  @Test
  void aGroupThatInheritedNoSwappingMaySwapAgain() {
    host.groups()
        .directory(Subsystem.MEMORY)
        .filter(g -> g.has("memory.swappiness"))
        .ifPresent(
            g -> {
              g.write("memory.swappiness", "0");

              controller().apply(host.cell(), values("64M", "64M"));

              assertThat(g.read("memory.swappiness")).isEqualTo("60");
            });
  }
}
