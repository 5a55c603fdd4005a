package io.cooperage.controller.vswap;

import static io.cooperage.controller.vswap.VSwapParameters.OOM_POLICY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.TestCell;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The contract on v2's file formats. */
class VSwapControllerV2Test extends VSwapContractCases {
  private static final String STAT = "anon 3000000\nfile 9000000\nkernel 500000\nshmem 1000000\n";

  private final SimulatedGroup group =
      SimulatedGroup.v2("unified:/ct")
          .with("memory.max", "max", VSwapControllerV2Test::inPages)
          .with("memory.swap.max", "max", VSwapControllerV2Test::inPages)
          .with("memory.current", "12500000")
          .with("memory.swap.current", "700000")
          .with("memory.peak", "14000000")
          .with("memory.min", "0", VSwapControllerV2Test::inPages)
          .with("memory.oom.group", "0")
          .with("memory.stat", STAT)
          .with("memory.events", "low 0\nhigh 0\nmax 9\noom 2\noom_kill 1\noom_group_kill 0");
  private final Cell cell = TestCell.of(Map.of(Subsystem.MEMORY, group));

  private static String inPages(String value) {
    return value.equals("max") ? value : Long.toString(Long.parseLong(value) / 4096 * 4096);
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    return TestCell.of(Map.of(Subsystem.MEMORY, SimulatedGroup.v2("unified:/gone")));
  }

  @Test
  void tmpfsCountsAsUsedAndTheRestOfTheCacheDoesNot() {
    Map<String, Long> seen = new ConcurrentHashMap<>();

    controller().usage(cell, (meter, amount) -> seen.put(meter.name(), amount));

    assertThat(seen)
        .containsEntry("memory.cache", 8_000_000L)
        .containsEntry("memory.used", 4_500_000L)
        .containsEntry("memory.swap", 700_000L)
        .containsEntry("memory.kills", 1L);
  }

  @Test
  void whatLeavesMoreIsSetFirst() {
    controller().apply(cell, values("64M", "128M"));
    controller().apply(cell, values("32M", "256M"));
    controller().apply(cell, values("128M", "16M"));

    assertThat(group.writes())
        .containsExactly(
            "memory.max=67108864",
            "memory.swap.max=134217728",
            "memory.swap.max=268435456",
            "memory.max=33554432",
            "memory.max=134217728",
            "memory.swap.max=16777216");
  }

  @Test
  void whatIsNotAskedForIsHalfOfTheNodesAlsoForWhoeverDoesNotKnowWhatWasAskedBefore() {
    MemoryLimits half = NodeMemory.now().usual();
    controller().apply(cell, ParameterValues.empty());
    assertThat(MemoryGroup.of(group).limits()).isEqualTo(half);

    // As a daemon leaves it that was killed in the middle of a change.
    group.write("memory.max", "50003968");
    group.write("memory.swap.max", "0");
    controller().apply(cell, ParameterValues.empty());
    assertThat(MemoryGroup.of(group).limits()).isEqualTo(half);

    controller().apply(cell, values("unlimited", ""));
    assertThat(group.read("memory.max")).isEqualTo("max");
  }

  @Test
  void whatIsUsedAlreadyIsNotTakenByADefault() {
    long half = NodeMemory.now().usual().ram().orElseThrow();
    group.with("memory.current", Long.toString(half + 4096));
    controller().apply(cell, ParameterValues.empty());
    assertThat(group.read("memory.max")).isEqualTo("max");
    assertThat(group.read("memory.swap.max")).isNotEqualTo("max");
  }

  @Test
  void theNodesGroupKeepsTheHostsReserveUnlessItIsLowerOrFull() {
    long tenth = NodeMemory.now().ram() - NodeMemory.now().ram() / 100 * 10;
    SimulatedGroup node =
        SimulatedGroup.v2("unified:/node")
            .with("memory.max", "max", VSwapControllerV2Test::inPages)
            .with("memory.current", "1000000")
            .with(group);

    controller().apply(cell, values("64M", "0"));
    assertThat(node.read("memory.max")).isEqualTo(inPages(Long.toString(tenth)));

    node.write("memory.max", "1048576000");
    controller().apply(cell, values("64M", "0"));
    assertThat(node.read("memory.max")).isEqualTo("1048576000");

    node.with("memory.current", Long.toString(tenth)).write("memory.max", "max");
    controller().apply(cell, values("64M", "0"));
    assertThat(node.read("memory.max")).isEqualTo("max");
  }

  @Test
  void aLimitThatTheKernelWouldReachByKillingIsForetold() {
    assertThat(controller().foresee(cell, values("4M", "512K")))
        .singleElement()
        .satisfies(c -> assertThat(c.fatal()).isTrue())
        .satisfies(c -> assertThat(c.message()).contains("12M of RAM", "will kill"));
  }

  @Test
  void theWholeContainerIsKilledWhereThatIsAsked() {
    ResourceController controller = controller();
    ParameterValues whole = ParameterValues.builder().put(OOM_POLICY, OomPolicy.CONTAINER).build();
    controller.apply(cell, whole);
    assertThat(group.read("memory.oom.group")).isEqualTo("1");
    assertThat(controller.readBack(cell))
        .filteredOn(e -> e.parameter().equals("oom-policy"))
        .extracting(Effective::value)
        .containsExactly("container");

    controller.apply(cell, ParameterValues.empty());
    assertThat(group.read("memory.oom.group")).isEqualTo("0");
  }

  @Test
  void countsHaveWhatIsHeldItsMostItsLimitAndItsFailures() {
    ResourceController controller = controller();
    controller.apply(cell, with(values("64M", "32M"), MemoryGuarantee.bytes(8 << 20)));

    assertThat(controller.counts(cell))
        .extracting(
            ResourceCount::resource,
            ResourceCount::held,
            c -> c.maxHeld().orElse(-1),
            c -> c.barrier().orElse(-1),
            c -> c.limit().orElse(-1),
            c -> c.failCount().orElse(-1))
        .containsExactly(
            tuple("physpages", 12_500_000L, 14_000_000L, -1L, 64L << 20, 9L),
            tuple("swappages", 700_000L, -1L, -1L, 32L << 20, -1L),
            tuple("memguarantee", 8L << 20, -1L, 8L << 20, -1L, -1L));
  }
}
