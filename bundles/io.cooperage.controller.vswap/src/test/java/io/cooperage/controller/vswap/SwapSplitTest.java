package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SwapSplitTest {
  private static final SwapSplit NONE = new SwapSplit(0, 0, 0, 0, 0);
  private static final SwapArea ZRAM = new SwapArea(Path.of("/dev/zram0"), 1000, 300);

  @Test
  void compressionIsTheDevicesRatio() {
    SwapSplit split = NONE.zram(ZRAM, "  4000  900 1000 0 0 0 0 0 0");

    assertThat(split.compressed(200)).isEqualTo(50);
    assertThat(split.disk(200)).isZero();
    assertThat(split.free()).isEqualTo(700);
  }

  @Test
  void whatIsOnDiskIsTheNodesShare() {
    SwapSplit split = new SwapSplit(300, 100, 0, 4000, 1000);

    assertThat(split.disk(80)).isEqualTo(20);
    assertThat(split.compressed(80)).isEqualTo(15);
  }

  @Test
  void aDeviceThatDoesNotTellTakesAsMuchAsItHolds() {
    assertThat(NONE.zram(ZRAM, "").compressed(200)).isEqualTo(200);
    assertThat(NONE.compressed(0)).isZero();
  }

  @Test
  void theKernelIsAskedOnceASecond() {
    AtomicLong clock = new AtomicLong();
    AtomicLong asked = new AtomicLong();
    SwapSplits splits =
        new SwapSplits(() -> new SwapSplit(asked.incrementAndGet(), 0, 0, 0, 0), clock::get);

    splits.recent();
    assertThat(splits.recent().inZram()).isEqualTo(1);
    clock.addAndGet(1_100_000_000L);
    assertThat(splits.recent().inZram()).isEqualTo(2);
  }
}
