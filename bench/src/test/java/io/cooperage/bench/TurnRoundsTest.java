package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnRoundsTest {
  private static final DiskTarget OURS = new DiskTarget("ours", Path.of("a"));
  private static final DiskTarget PLAIN = new DiskTarget("plain", Path.of("b"));

  @Test
  void targetsTakeTurnsAndEverySecondRoundGoesBackwards() {
    List<String> order = new ArrayList<>();
    Map<DiskTarget, Samples> rates =
        new TurnRounds(4)
            .run(
                List.of(OURS, PLAIN),
                t -> {
                  order.add(t.name());
                  return order.size();
                });
    assertThat(order)
        .containsExactly("ours", "plain", "plain", "ours", "ours", "plain", "plain", "ours");
    assertThat(rates.get(OURS).count()).isEqualTo(4);
    assertThat(rates.get(OURS).ratiosTo(rates.get(PLAIN)).max()).isEqualTo(4.0 / 3);
  }

  @Test
  void aMissThatARoundContradictsIsNoFinding() {
    assertThat(DiskTable.verdict(List.of(of(0.96, 1, 0.9)))).isEqualTo("holds");
    assertThat(DiskTable.verdict(List.of(of(1, 1, 1), of(0.9, 0.8, 1))))
        .isEqualTo("misses, within the noise");
    assertThat(DiskTable.verdict(List.of(of(0.5, 0.6, 0.7)))).isEqualTo("MISSES");
  }

  private static Samples of(double... ratios) {
    Samples samples = new Samples();
    for (double ratio : ratios) {
      samples.add(ratio);
    }
    return samples;
  }
}
