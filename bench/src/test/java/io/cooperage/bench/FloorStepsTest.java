package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloorStepsTest {
  private final FloorSteps steps = new FloorSteps();

  @Test
  void tellsEachStepInItsOrder() {
    steps.add("make the folder=80;mount ext4=4000 | its pivot=160;its confine=130");
    steps.add("make the folder=60;mount ext4=2000 | its pivot=200;its confine=130");
    assertThat(steps.toString().lines().skip(2).map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "| make the folder | 60 | 80 | 80 |",
            "| mount ext4 | 2000 | 4000 | 4000 |",
            "| its pivot | 160 | 200 | 200 |",
            "| its confine | 130 | 130 | 130 |");
  }

  @Test
  void nothingMeasuredIsNoTable() {
    steps.add("");
    assertThat(steps).hasToString("");
  }
}
