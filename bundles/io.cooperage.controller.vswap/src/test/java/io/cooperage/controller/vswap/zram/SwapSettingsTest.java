package io.cooperage.controller.vswap.zram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwapSettingsTest {
  private static final long RAM = 8L << 30;

  @Test
  void theDefaultIsHalfOfTheRamAndTakesAtMostAQuarter() {
    SwapSettings settings = SwapSettings.of(new Configured("50%", "50%", "auto"), RAM);

    assertThat(settings.size()).isEqualTo(4L << 30);
    assertThat(settings.memoryLimit()).isEqualTo(2L << 30);
  }

  @ParameterizedTest
  @CsvSource({"1M,50%", "9G,50%", "half,50%", "0%,50%", "101%,50%", "1G,2G", "1G,0", "-1,50%"})
  void amountsOutsideTheNodeAreRefusedByName(String size, String limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SwapSettings.of(new Configured(size, limit, "auto"), RAM))
        .withMessageMatching("(?s)(size|memoryLimit) '.*");
  }

  @Test
  void theBestAlgorithmIsTriedFirstAndEveryOtherAfterIt() {
    SwapSettings auto = SwapSettings.of(new Configured("1G", "50%", "auto"), RAM);

    assertThat(auto.choices("lzo [lzo-rle] lz4 lz4hc zstd"))
        .containsExactly("zstd", "lzo-rle", "lz4", "lzo", "lz4hc");
    assertThat(auto.choices("[lzo-rle] lzo lz4")).containsExactly("lzo-rle", "lz4", "lzo");
    assertThat(auto.choices("[deflate]")).containsExactly("deflate");
  }

  @Test
  void anAlgorithmThatTheKernelLacksIsRefused() {
    SwapSettings settings = SwapSettings.of(new Configured("1G", "50%", "zstd"), RAM);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.choices("[lzo] lz4"))
        .withMessageContaining("algorithm 'zstd' must be one of");
  }
}
