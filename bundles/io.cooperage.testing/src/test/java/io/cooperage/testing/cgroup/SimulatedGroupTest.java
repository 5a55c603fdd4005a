package io.cooperage.testing.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import org.junit.jupiter.api.Test;

class SimulatedGroupTest {
  private final SimulatedGroup group =
      SimulatedGroup.v1("cpu:/ct").with("cpu.shares", "1024", v -> v.equals("1") ? "2" : v);

  @Test
  void aRuleRoundsWhatIsWritten() {
    group.write("cpu.shares", "1");

    assertThat(group.read("cpu.shares")).isEqualTo("2");
    assertThat(group.writes()).containsExactly("cpu.shares=1");
  }

  @Test
  void onlyFilesThatItWasGivenExist() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> group.write("cpu.max", "max"))
        .withMessageContainingAll("cpu.max", "cpu:/ct", "ENOENT");
    assertThat(group.writes()).isEmpty();
  }

  @Test
  void nothingIsLeftOfAGroupThatVanished() {
    group.vanish();

    assertThat(group.has("cpu.shares")).isFalse();
    assertThat(group.readIfPresent("cpu.shares")).isEmpty();
  }
}
