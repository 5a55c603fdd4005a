package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.controller.Consequence;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryForecastTest {
  private static final long MIB = 1 << 20;
  private static final MemoryUse USE = new MemoryUse(100 * MIB, 20 * MIB, 50 * MIB);

  private static List<Consequence> forecast(long ram, long swap, long free, int version) {
    MemoryLimits limits = new MemoryLimits(OptionalLong.of(ram * MIB), OptionalLong.of(swap * MIB));
    return new MemoryForecast(USE, limits, free * MIB, version).consequences();
  }

  @Test
  void whatFitsHasNoConsequence() {
    assertThat(forecast(150, 20, 0, 1)).isEmpty();
    assertThat(
            new MemoryForecast(
                    USE, new MemoryLimits(OptionalLong.empty(), OptionalLong.empty()), 0, 2)
                .consequences())
        .isEmpty();
  }

  @Test
  void cacheIsDroppedAndTheRestSwapped() {
    assertThat(forecast(120, 20, 0, 1))
        .singleElement()
        .satisfies(c -> assertThat(c.fatal()).isFalse())
        .satisfies(c -> assertThat(c.message()).endsWith("30M of page cache will be dropped"));
    assertThat(forecast(60, 100, 500, 1))
        .singleElement()
        .satisfies(c -> assertThat(c.fatal()).isFalse())
        .satisfies(c -> assertThat(c.message()).contains("40M of it will be swapped out"));
  }

  @Test
  void beyondBothLimitsOrTheNodesSwapItIsFatal() {
    assertThat(forecast(60, 30, 500, 2))
        .singleElement()
        .satisfies(c -> assertThat(c.fatal()).isTrue())
        .satisfies(c -> assertThat(c.message()).contains("more than both", "will kill"));
    assertThat(forecast(60, 100, 39, 1))
        .singleElement()
        .satisfies(c -> assertThat(c.fatal()).isTrue())
        .satisfies(c -> assertThat(c.message()).contains("room for 39M", "will refuse"));
  }

  @Test
  void lessSwapThanIsUsedStopsSwapping() {
    assertThat(forecast(200, 10, 0, 2))
        .singleElement()
        .satisfies(c -> assertThat(c.parameter()).isEqualTo("swappages"))
        .satisfies(c -> assertThat(c.fatal()).isFalse());
  }
}
