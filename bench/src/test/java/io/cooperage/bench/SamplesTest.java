package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void medianIgnoresOneOutlier() {
    Samples samples = of(5, 4, 100, 6, 5);
    assertThat(samples.median()).isEqualTo(5);
    assertThat(samples.min()).isEqualTo(4);
    assertThat(samples.p95()).isEqualTo(100);
  }

  @Test
  void ratioIsTakenPairByPair() {
    assertThat(of(1, 2, 30).ratioTo(of(2, 4, 60))).isEqualTo(0.5);
  }

  @Test
  void spreadTellsTheNoise() {
    assertThat(of(9, 10, 11).spread()).isEqualTo(0.2);
  }

  @Test
  void nothingMeasuredIsNoNumber() {
    assertThat(Samples.column(new Samples(), Samples::median)).isEqualTo("-");
  }

  private static Samples of(double... values) {
    Samples samples = new Samples();
    DoubleStream.of(values).forEach(samples::add);
    return samples;
  }
}
