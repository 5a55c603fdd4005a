package io.cooperage.isolation.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.TestCell;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final long MIB = 1 << 20;
  private static final HostMemory HOST = new HostMemory(4096 * MIB, 1024 * MIB, 512 * MIB);

  private static Groups groups(SimulatedGroup group) {
    return new Groups(TestCell.of(Map.of(Subsystem.MEMORY, group)));
  }

  private static Memory of(SimulatedGroup group) {
    return Memory.of(groups(group), HOST);
  }

  private static SimulatedGroup v1(String ram, String sum) {
    return SimulatedGroup.v1("memory")
        .with("memory.limit_in_bytes", ram)
        .with("memory.memsw.limit_in_bytes", sum)
        .with("memory.usage_in_bytes", Long.toString(100 * MIB))
        .with(
            "memory.stat", "total_cache 8388608\ntotal_swap 1048576\ntotal_inactive_file 4194304");
  }

  @Test
  void swapIsWhatTheSumLeavesAboveRam() {
    Memory memory = of(v1(Long.toString(128 * MIB), Long.toString(192 * MIB)));
    assertThat(memory.total()).isEqualTo(128 * MIB);
    assertThat(memory.free()).isEqualTo(28 * MIB);
    assertThat(memory.available()).isEqualTo(32 * MIB);
    assertThat(memory.swapTotal()).isEqualTo(64 * MIB);
    assertThat(memory.swapUsed()).isEqualTo(MIB);
    assertThat(memory.of(MemoryCounter.CACHE)).isEqualTo(8 * MIB);
  }

  @Test
  void aSumThatEqualsRamIsNoSwap() {
    Memory memory = of(v1(Long.toString(128 * MIB), Long.toString(128 * MIB)));
    assertThat(memory.swapTotal()).isZero();
    assertThat(MemoryPages.swaps(memory)).hasLineCount(1);
  }

  @Test
  void withoutLimitsItIsTheHosts() {
    Memory memory = of(v1("9223372036854771712", "9223372036854771712"));
    assertThat(memory.total()).isEqualTo(HOST.total());
    assertThat(memory.swapTotal()).isEqualTo(HOST.swap());
    Memory v2 =
        of(
            SimulatedGroup.v2("memory")
                .with("memory.max", "max")
                .with("memory.swap.max", "max")
                .with("memory.current", "0"));
    assertThat(v2.total()).isEqualTo(HOST.total());
    assertThat(v2.swapTotal()).isEqualTo(HOST.swap());
  }

  @Test
  void v2SaysSwapByItself() {
    Memory memory =
        of(
            SimulatedGroup.v2("memory")
                .with("memory.max", Long.toString(256 * MIB))
                .with("memory.current", Long.toString(300 * MIB))
                .with("memory.swap.max", Long.toString(1024 * MIB))
                .with("memory.swap.current", Long.toString(2 * MIB))
                .with("memory.stat", "anon 4096\nfile 12288\nkernel_stack 16384\nbad\nalso bad x"));
    assertThat(memory.used()).isEqualTo(256 * MIB);
    assertThat(memory.swapTotal()).isEqualTo(1024 * MIB);
    assertThat(MemoryPages.meminfo(memory))
        .contains("MemTotal:         262144 kB\nMemFree:               0 kB\n")
        .contains("AnonPages:             4 kB\n")
        .contains("SwapFree:        1046528 kB\n");
    assertThat(MemoryPages.swaps(memory)).contains("\t1048576\t\t2048\t");
  }

  @Test
  void aHostWithoutSwapHasNoneToGive() {
    HostMemory host = new HostMemory(4096 * MIB, 0, 0);
    SimulatedGroup group = v1(Long.toString(128 * MIB), Long.toString(256 * MIB));
    assertThat(Memory.of(groups(group), host).swapTotal()).isZero();
  }

  @Test
  void theHostsFileIsRead() {
    assertThat(
            HostMemory.parse(
                "MemTotal:  100 kB\nMemFree: 1 kB\nMemAvailable: 40 kB\nSwapTotal: 7 kB\n"))
        .isEqualTo(new HostMemory(102_400, 61_440, 7168));
  }
}
