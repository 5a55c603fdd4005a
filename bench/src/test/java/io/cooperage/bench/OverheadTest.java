package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class OverheadTest {
  private static final Samples SAME = of(0.99, 1.0, 1.0, 1.0, 1.01);

  @Test
  void aCostBelowTheBoundHolds() {
    assertThat(new Overhead(of(1.01, 1.01, 1.01), SAME, 0.02))
        .hasToString("+1.00 % (noise 0.00 %), at most 2 %: holds");
  }

  @Test
  void aCostAboveTheBoundMisses() {
    assertThat(new Overhead(of(1.05, 1.05, 1.05), SAME, 0.02).verdict()).isEqualTo("MISSES");
  }

  @Test
  void aMissThatEqualPlacesShowTooIsNoFinding() {
    assertThat(new Overhead(of(1.03), of(0.9, 0.95, 1.0, 1.05, 1.1), 0.02).verdict())
        .isEqualTo("misses, within the noise");
  }

  @Test
  void equalPlacesThatDifferAreNoise() {
    assertThat(new Overhead(of(1.03), of(1.02, 1.02), 0.02).verdict())
        .isEqualTo("misses, within the noise");
  }

  @Test
  void aCellTellsMedianAndQuartiles() {
    assertThat(Overhead.cell(of(1.0, 1.1, 1.2, 1.3, 1.4))).isEqualTo("1.200 (1.100 to 1.300)");
  }

  private static Samples of(double... values) {
    Samples samples = new Samples();
    DoubleStream.of(values).forEach(samples::add);
    return samples;
  }
}
