package io.cooperage.storage.ploop.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterSetTest {
  @Test
  void itHoldsWhatWasAddedAndNothingElse() {
    ClusterSet set = new ClusterSet();
    for (long number = 0; number < 200_000; number += 3) {
      assertThat(set.add(number)).isTrue();
      assertThat(set.add(number)).isFalse();
    }
    assertThat(set.add(DataArea.MOST_CLUSTERS)).isTrue();
    for (long number = 0; number < 200_010; number++) {
      assertThat(set.contains(number)).isEqualTo(number % 3 == 0 && number < 200_000);
    }
    assertThat(set.contains(DataArea.MOST_CLUSTERS)).isTrue();
    assertThat(set.contains(DataArea.MOST_CLUSTERS - 1)).isFalse();
    assertThat(set.size()).isEqualTo(66_668);
  }
}
