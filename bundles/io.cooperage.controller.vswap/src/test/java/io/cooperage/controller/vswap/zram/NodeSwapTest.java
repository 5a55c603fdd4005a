package io.cooperage.controller.vswap.zram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.api.node.HostChange;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.controller.vswap.NodeSwapFeature;
import io.cooperage.controller.vswap.TestMemory;
import io.cooperage.controller.vswap.VSwapController;
import io.cooperage.linux.mount.SwapCalls;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.GroupedProcess;
import io.cooperage.testing.cgroup.HostGroups;
import io.cooperage.testing.controller.TestCell;
import io.cooperage.testing.node.MemoryHostLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real, small zram device with a label of the test's own. */
@Timeout(120)
class NodeSwapTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Configured SMALL = new Configured("128M", "96M", "auto");

  private final SwapHeader header =
      new SwapHeader("coop-" + ProcessHandle.current().pid(), UUID.randomUUID());
  private final MemoryHostLedger ledger = new MemoryHostLedger();

  @BeforeEach
  void needsZram() {
    assumeThat(ZramDevice.supported()).as("zram").isTrue();
  }

  @AfterEach
  void nothingOfOursIsLeft() {
    List<HostChange> changes = ledger.changes();
    changes.forEach(new ZramSwap(header, ledger)::restore);
    assertThat(new ZramSwap(header, ledger).area()).isEmpty();
    changes.forEach(
        c -> assertThat(ZramDevice.named(Path.of(c.after())).filter(ZramDevice::exists)).isEmpty());
  }

  private NodeSwap started() {
    return new NodeSwap(new ZramSwap(header, ledger), SMALL);
  }

  private HostChange change() {
    assertThat(ledger.changes()).hasSize(1);
    return ledger.changes().get(0);
  }

  @Test
  void theSwapIsMadeRecordedAndTakenBack() {
    NodeSwap node = started();

    assertThat(node.features()).containsEntry("zram", "yes");
    assertThat(Long.parseLong(node.features().get(NodeSwapFeature.NAME)))
        .isBetween(127L << 20, 128L << 20);
    assertThat(node.features()).containsEntry(NodeSwapFeature.MEMORY, "" + (96L << 20));
    assertThat(node.findings()).extracting(Finding::grade).contains(Grade.GOOD);
    ZramDevice made = ZramDevice.named(Path.of(change().after())).orElseThrow();

    node.restore(change());

    assertThat(made.exists()).isFalse();
    assertThat(ledger.changes()).isEmpty();
    assertThat(node.features()).containsEntry("zram", "no");
    assertThat(node.findings()).extracting(Finding::grade).contains(Grade.DEGRADED);
  }

  @Test
  void aRestartedDaemonAdoptsIt() {
    NodeSwap before = started();
    HostChange made = change();
    before.release();

    NodeSwap after = started();

    assertThat(change()).isEqualTo(made);
    assertThat(after.features()).containsEntry("zram", "yes");
    after.release();
  }

  @Test
  void whatACrashLeftSwitchedOffIsSwitchedOnAgain() {
    NodeSwap before = started();
    before.release();
    HostChange made = change();
    SwapCalls.disable(Path.of("/dev", made.after()));

    NodeSwap after = started();

    assertThat(change()).isEqualTo(made);
    assertThat(after.features()).containsEntry("zram", "yes");
    after.release();
  }

  @Test
  void theLastOfTwoNodesTakesItAway() {
    NodeSwap first = started();
    MemoryHostLedger othersLedger = new MemoryHostLedger();
    SwapHeader other = new SwapHeader(header.label(), UUID.randomUUID());
    NodeSwap second = new NodeSwap(new ZramSwap(other, othersLedger), SMALL);
    assertThat(othersLedger.changes()).containsExactly(change());
    HostChange made = change();

    first.restore(made);
    assertThat(second.features()).containsEntry("zram", "yes");
    second.restore(made);

    assertThat(second.features()).containsEntry("zram", "no");
  }

  @Test
  void aNodeWithoutItStillRuns() {
    NodeSwap off =
        new NodeSwap(
            new ZramSwap(header, ledger), new Configured(false, "50%", "50%", "auto", 100));
    NodeSwap broken =
        new NodeSwap(new ZramSwap(header, ledger), new Configured("many", "50%", "auto"));

    assertThat(ledger.changes()).isEmpty();
    assertThat(off.findings().get(0).grade()).isEqualTo(Grade.DEGRADED);
    assertThat(broken.findings().get(0).detail()).contains("size 'many'");
  }

  @Test
  void aFailureHalfwayLeavesNoDevice() {
    NodeSwap broken =
        new NodeSwap(
            new ZramSwap(header, ledger), new Configured("128M", "50%", "no-such-algorithm"));

    assertThat(ledger.changes()).isEmpty();
    assertThat(broken.findings().get(0).detail()).contains("no-such-algorithm");
  }

  @Test
  void overPhyspagesAContainerSwapsAndOverTheSumItDies() {
    NodeSwap node = started();
    HostGroups groups = HostGroups.open(UUID.randomUUID().toString(), Set.of(Subsystem.MEMORY));
    VSwapController controller = TestMemory.controller();
    try {
      assumeThat(groups.directory(Subsystem.MEMORY)).as("cgroup memory").isPresent();
      Cell cell = TestCell.of(groups.directories());
      controller.apply(cell, limits(controller, "24M", "40M"));
      try (GroupedProcess holder = GroupedProcess.waiting(holding(44))) {
        groups.enter(holder);
        holder.go();
        Eventually.holds(
            "it swaps", LONG, () -> amount(controller, cell, "memory.swap") > 12 << 20);
        assertThat(amount(controller, cell, "memory.used")).isLessThanOrEqualTo(24 << 20);
        assertThat(amount(controller, cell, "memory.kills")).isZero();
        // Zeros all of them, which take next to nothing.
        Eventually.holds(
            "its share is known",
            LONG,
            () ->
                amount(controller, cell, "memory.zram") < amount(controller, cell, "memory.swap"));
        assertThat(controller.foresee(cell, limits(controller, "16M", "24M")))
            .singleElement()
            .satisfies(c -> assertThat(c.fatal()).isTrue());
        assertThat(controller.foresee(cell, limits(controller, "16M", "64M")))
            .singleElement()
            .satisfies(c -> assertThat(c.fatal()).isFalse())
            .satisfies(c -> assertThat(c.message()).contains("swapped out"));
        assertThat(holder.alive()).isTrue();
      }
      try (GroupedProcess hog = GroupedProcess.waiting(holding(96))) {
        groups.enter(hog);
        hog.go();
        Eventually.holds("it dies", LONG, () -> amount(controller, cell, "memory.kills") > 0);
      }
    } finally {
      groups.close();
      controller.deactivate();
      node.release();
    }
  }

  private static String holding(int mebibytes) {
    long bytes = (long) mebibytes << 20;
    return "{ head -c " + bytes + " /dev/zero; cat; } | tail -c " + bytes + " >/dev/null";
  }

  private static ParameterValues limits(VSwapController controller, String ram, String swap) {
    ParameterValues.Builder values = ParameterValues.builder();
    values.parse(controller.parameters().get(0), List.of(ram));
    values.parse(controller.parameters().get(1), List.of(swap));
    return values.build();
  }

  private static long amount(VSwapController controller, Cell cell, String meter) {
    Map<String, Long> seen = new ConcurrentHashMap<>();
    controller.usage(cell, (m, amount) -> seen.put(m.name(), amount));
    return seen.get(meter);
  }
}
