package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
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
  void aLimitThatTheKernelWouldReachByKillingIsRefused() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> controller().apply(cell, values("4M", "512K")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
    assertThat(group.writes()).isEmpty();
  }
}
