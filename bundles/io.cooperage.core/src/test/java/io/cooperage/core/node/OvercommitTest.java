package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OvercommitTest {
  @Test
  void guaranteesAreKeptAndDiskSpaceIsNotBoundUnlessConfigured() {
    Overcommit usual = Overcommit.of(Map.of("name", "node"));
    assertThat(usual.ratio("memory.guarantee")).hasValue(1);
    assertThat(usual.ratio("disk.space")).isEmpty();
  }

  @Test
  void anyResourceHasItsKey() {
    Overcommit mine =
        Overcommit.of(Map.of("overcommit.disk.space", " 2.5 ", "overcommit.x", "unlimited"));
    assertThat(mine.ratio("disk.space")).hasValue(2.5);
    assertThat(mine.ratio("x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "NaN", "much", ""})
  void nonsenseIsRefusedWithItsKey(String text) {
    assertThatThrownBy(() -> Overcommit.of(Map.of("overcommit.disk.space", text)))
        .hasMessageContaining("overcommit.disk.space '" + text + "'");
  }

  @Test
  void driftIsReportedOrRestored() {
    assertThat(DriftPolicy.of("restore", 3).answer()).isEqualTo(DriftPolicy.Answer.RESTORE);
    assertThatThrownBy(() -> DriftPolicy.of("ignore", 3)).hasMessageContaining("drift 'ignore'");
    assertThatThrownBy(() -> DriftPolicy.of("report", 0)).hasMessageContaining("driftSeconds");
  }
}
