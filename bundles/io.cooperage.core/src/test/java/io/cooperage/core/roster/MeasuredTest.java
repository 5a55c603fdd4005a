package io.cooperage.core.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.controller.Meter;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuredTest {
  private static final Meter TIME = new Meter("cpu.time", "ns", Meter.Kind.COUNTER, "x");
  private static final Meter USED = new Meter("memory.used", "bytes", Meter.Kind.GAUGE, "x");
  private static final Instant THEN = Instant.ofEpochSecond(100);

  private final Measured first = Measured.NOTHING.next(Map.of(TIME, 500L, USED, 7L), THEN);

  @Test
  void whatOnlyGrowsHasARateFromTheSecondSampleOn() {
    assertThat(first.rates()).isEmpty();
    Measured second = first.next(Map.of(TIME, 1500L, USED, 9L), THEN.plusSeconds(2));
    assertThat(second.rates()).containsExactly(Map.entry("cpu.time", 500L));
    assertThat(second.amounts()).containsEntry("memory.used", 9L);
    assertThat(second.usage(THEN.plusSeconds(3)).ageMillis()).isEqualTo(1000);
  }

  @Test
  void aCounterThatBeganAnewHasNone() {
    assertThat(first.next(Map.of(TIME, 1L), THEN.plusSeconds(1)).rates()).isEmpty();
    assertThat(first.next(Map.of(TIME, 900L), THEN).rates()).isEmpty();
  }
}
