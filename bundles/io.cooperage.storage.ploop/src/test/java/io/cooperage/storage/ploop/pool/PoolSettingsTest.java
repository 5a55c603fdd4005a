package io.cooperage.storage.ploop.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PoolSettingsTest {
  private static final long GIB = 1L << 30;

  @Test
  void withoutASizeThePoolFileTakesAShareOfWhatIsFreeUpToABound() {
    PoolSettings settings = PoolSettings.parse("", "", "10G", 0, 600);
    assertThat(settings.fileSizeFor(100 * GIB)).isEqualTo(60 * GIB);
    assertThat(settings.fileSizeFor(4000 * GIB)).isEqualTo(200 * GIB);
    assertThat(settings.fileSizeFor(GIB)).isLessThan(PoolSettings.LEAST_FILE);
  }

  @Test
  void aGivenSizeIsTaken() {
    PoolSettings settings = PoolSettings.parse(" 48G ", "", "512M", 1.5, 0);
    assertThat(settings.fileSizeFor(4000 * GIB)).isEqualTo(48 * GIB);
    assertThat(settings.defaultDiskspace()).isEqualTo(512L << 20);
    assertThat(settings.overcommit()).isEqualTo(1.5);
  }

  @Test
  void badSettingsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolSettings.parse("12Q", "", "10G", 0, 600))
        .withMessageContaining("poolSize");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolSettings.parse("", "1M", "10G", 0, 600))
        .withMessageContaining("poolReserve");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolSettings.parse("", "", "1K", 0, 600))
        .withMessageContaining("defaultDiskspace");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolSettings.parse("", "", "10G", -1, 600))
        .withMessageContaining("overcommit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoolSettings.parse("", "", "10G", Double.NaN, 600))
        .withMessageContaining("overcommit");
  }
}
