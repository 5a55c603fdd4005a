package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits on a running CT's processes and terminals, as its own processes feel them. */
@ExtendWith(NodeExtension.class)
class TaskLimitsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String FORTY_SLEEPERS =
      "i=0; while [ $i -lt 40 ]; do sleep 20 >/dev/null 2>&1 & i=$((i+1)); done; echo all";
  private static final String HOLD_TERMINALS =
      "exec 3<>/dev/ptmx && exec 4<>/dev/ptmx && exec 5<>/dev/ptmx && echo three";

  @ParameterizedTest
  @ValueSource(strings = {"no", "yes"})
  void numprocIsChangedLiveBitesAndIsTold(String privileged, TestNode node) {
    ContainerIT.create(node, "101", "--privileged", privileged);
    String usual = effective(node, "numproc");
    assertThat(Integer.parseInt(usual)).isGreaterThanOrEqualTo(1024);

    node.ct("set", "101", "--numproc", "20").orFail();

    assertThat(effective(node, "numproc")).isEqualTo("20");
    assertThat(node.ct("exec", "101", "--", "sh", "-c", FORTY_SLEEPERS).output())
        .doesNotContain("all");
    Await.until(
        "an event names the limit",
        SOON,
        () -> node.ct("events", "--type", "limit.").output().contains("numproc is used up"));

    node.ct("set", "101", "--unset", "numproc").orFail();
    assertThat(effective(node, "numproc")).isEqualTo(usual);
    assertThat(node.ct("exec", "101", "--", "sh", "-c", FORTY_SLEEPERS).output()).contains("all");
  }

  @Test
  void numptyIsChangedLiveBitesAndSurvivesARestart(TestNode node) {
    ContainerIT.create(node, "101");
    assertThat(effective(node, "numpty")).isEqualTo("1024");

    node.ct("set", "101", "--numpty", "2").orFail();

    assertThat(effective(node, "numpty")).isEqualTo("2");
    assertThat(node.ct("exec", "101", "--", "sh", "-c", HOLD_TERMINALS).output())
        .doesNotContain("three");
    node.ct("restart", "101").orFail();
    assertThat(effective(node, "numpty")).isEqualTo("2");
    node.ct("set", "101", "--unset", "numpty").orFail();
    assertThat(node.ct("exec", "101", "--", "sh", "-c", HOLD_TERMINALS).output()).contains("three");
  }

  @Test
  void everyBadValueIsNamedAtOnceAndNothingChanges(TestNode node) {
    ContainerIT.create(node, "101", "--numproc", "unlimited");

    CtResult refused = node.ct("set", "101", "--numproc", "9:5", "--numpty", "0");

    assertThat(refused.ok()).isFalse();
    assertThat(refused.error()).contains("numproc", "barrier above its limit", "numpty");
    assertThat(effective(node, "numproc")).isEqualTo("unlimited");
  }

  private static String effective(TestNode node, String parameter) {
    JsonNode shown = node.ct("show", "101", "--json").orFail().json();
    return ContainerIT.effective(shown, parameter);
  }
}
