package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SwapAreaTest {
  @Test
  void theKernelsTableIsReadInBytes() {
    String table =
        """
        Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority
        /dev/zram1                              partition\t1048572\t\t2048\t\t100
        /swap\\040file                           file\t\t8\t\t0\t\t-2
        """;

    assertThat(SwapArea.parse(table))
        .hasSize(2)
        .contains(new SwapArea(Path.of("/dev/zram1"), 1048572L << 10, 2L << 20));
  }

  @Test
  void aDeviceOfAnotherMountNamespaceIsFoundUnderDev() {
    String table =
        """
        Filename Type Size Used Priority
        /zram1 partition 4 0 100
        /swapfile file 4 0 -2
        """;

    assertThat(SwapArea.parse(table))
        .extracting(SwapArea::path)
        .containsExactly(Path.of("/dev/zram1"), Path.of("/swapfile"));
  }

  @Test
  void noSwapIsAnEmptyTable() {
    assertThat(SwapArea.parse("Filename Type Size Used Priority")).isEmpty();
  }
}
