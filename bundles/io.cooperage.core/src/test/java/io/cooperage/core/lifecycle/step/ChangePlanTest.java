package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangePlanTest {
  @Test
  void aPlanIsJournaledWithoutAnythingButText() {
    ChangePlan plan =
        new ChangePlan(
            Set.of("ip", "weight"),
            Map.of("ip", List.of("a", "b")),
            Map.of("weight", List.of("7")),
            Map.of("weight", List.of("5")),
            true,
            false,
            4,
            "down");
    assertThat(plan.values())
        .containsEntry("changed", "ip weight")
        .containsEntry("stored", "ip\ta\tb")
        .containsEntry("applied", "weight\t7")
        .containsEntry("was", "weight\t5")
        .containsEntry("run", "down")
        .containsEntry("save", "yes")
        .containsEntry("live", "no")
        .containsEntry("revision", "4");
  }

  @Test
  void secretsDoNotShowThemselves() {
    assertThat(new Secrets(List.of("root:geheim"))).hasToString("Secrets[1]");
  }
}
