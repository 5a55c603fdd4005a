package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.spi.controller.Effective;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadBackTest {
  private static List<String> check(Map<String, List<String>> asked, Effective... effective) {
    return ReadBack.check("controller.cpu", List.of(effective), asked);
  }

  private static Effective value(String value) {
    return new Effective("weight", value, "cpu.shares", "");
  }

  @Test
  void whatWasAskedIsInForce() {
    assertThat(check(Map.of("weight", List.of("7")), value("7"))).isEmpty();
  }

  @Test
  void somethingElseIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> check(Map.of("weight", List.of("7")), value("")))
        .hasMessage("weight 7 was set by controller.cpu, but cpu.shares = unlimited");
  }

  @Test
  void aNamedRoundingIsANote() {
    assertThat(check(Map.of("weight", List.of("7")), value("8").roundedFrom("7")))
        .containsExactly("weight 7 was rounded to 8");
  }

  @Test
  void whatWasNotAskedOrIsNotReportedIsNotCompared() {
    assertThat(check(Map.of("other", List.of("1")), value("7"))).isEmpty();
  }

  @Test
  void everyEntryOfAListMustBeInForce() {
    Map<String, List<String>> asked = Map.of("weight", List.of("1", "2"));
    assertThat(check(asked, value("2"), value("1"))).isEmpty();
    assertThatThrownBy(() -> check(asked, value("1"), value("3"))).hasMessageContaining("weight 2");
  }
}
