package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NodeMemoryTest {
  @Test
  void aContainerGetsHalfOfEitherInWholePages() {
    NodeMemory node =
        NodeMemory.parse("MemTotal:  1000004 kB\nMemFree: 7 kB\nSwapTotal:  2000000 kB\n");

    assertThat(node).isEqualTo(new NodeMemory(1_000_004L << 10, 2_000_000L << 10));
    assertThat(node.usual())
        .isEqualTo(
            new MemoryLimits(OptionalLong.of(500_000L << 10), OptionalLong.of(1_000_000L << 10)));
  }

  @Test
  void ofSwapThatIsTurnedOnLaterItGetsAsMuchAsOfRam() {
    assertThat(NodeMemory.parse("MemTotal: 16 kB\nSwapTotal: 0 kB\n").usual().swap())
        .hasValue(8 << 10);
  }

  @Test
  void theKernelTellsIt() {
    assertThat(NodeMemory.now().ram()).isPositive();
  }
}
