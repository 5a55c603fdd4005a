package io.cooperage.isolation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.isolation.policy.PrivilegeTable.What;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivilegeTableTest {
  private final PrivilegeTable table = PrivilegeTable.builtIn();

  @Test
  void everyRowHasAReasonAndAKnownName() {
    assertThat(table.rows()).allSatisfy(r -> assertThat(r.reason()).isNotBlank());
    assertThat(table.capabilities(true)).contains(2, 16).hasSize(18);
    assertThat(table.capabilities(false)).contains(16).doesNotContain(2).hasSize(8);
  }

  @Test
  void onlyPrivilegedContainersGetMasks() {
    assertThat(table.paths(What.MASKED, false)).isEmpty();
    assertThat(table.paths(What.READ_ONLY, true)).contains("/proc/sys");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "masked privileged /proc/kcore",
        "hidden privileged /proc/kcore why",
        "masked always /proc/kcore why",
        "masked privileged kcore why",
        "capability userns /proc/kcore why"
      })
  void malformedRowsAreRefused(String row) {
    assertThatThrownBy(() -> PrivilegeTable.parse(row)).isInstanceOf(RuntimeException.class);
  }
}
