package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerState;
import io.cooperage.shell.verb.Runs;
import io.cooperage.shell.verb.TestCaller;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import org.junit.jupiter.api.Test;

class UsageVerbsTest {
  private final FakeContainers containers =
      new FakeContainers(new FakeJobs())
          .add(101, "web", ContainerState.RUNNING)
          .add(102, "", ContainerState.STOPPED);
  private final TopVerb top = new TopVerb(containers);

  @Test
  void countersAreShownInTheOldColumns() {
    UbcVerb ubc = new UbcVerb(containers);
    assertThat(Runs.ct(ubc, "101").output())
        .isEqualTo(
            """
            RESOURCE   UNIT   HELD  MAXHELD  BARRIER  LIMIT  FAILCNT
            numproc    count  3     5        -        100    2
            physpages  bytes  4M    -        -        -      -
            """);
    assertThat(Runs.ct(ubc, "101", "-b").output()).contains("4194304");
    assertThat(Runs.ct(ubc, "101", "--json").output())
        .contains("\"maxHeld\" : 5", "\"barrier\" : null");
  }

  @Test
  void topShowsRunningContainersAndADashForWhatNobodyMeasures() {
    assertThat(Runs.ct(top, "-b").output())
        .startsWith("CTID  NAME  CPU%  MEM")
        .contains("101   web   25.0  3M   -")
        .doesNotContain("102");
  }

  @Test
  void topPrintsAsManyTablesAsAskedFor() {
    assertThat(Runs.ct(top, "--batch", "-n", "2").output().split("CTID", -1)).hasSize(3);
  }

  @Test
  void topFillsATerminalAnew() {
    assertThat(Runs.ct(new TestCaller().onTerminal(), top, "-n", "1").output())
        .startsWith("\u001b[H\u001b[J");
  }

  @Test
  void topEndsWithItsCaller() {
    TestCaller caller = new TestCaller().onTerminal();
    caller.leave();
    assertThat(Runs.ct(caller, top).output()).isEmpty();
  }

  @Test
  void topSortsByAnyColumn() {
    containers.add(103, "db", ContainerState.RUNNING);
    assertThat(Runs.ct(top, "-b", "-s", "ctid").output())
        .containsSubsequence("101   web", "103   db");
    assertThatThrownBy(() -> Runs.ct(top, "-b", "-s", "age")).hasMessageContaining("must be one");
    assertThat(Runs.complete(top, "-s", "me")).contains("mem", "mem-psi");
  }

  @Test
  void jsonOfTopHasNullForWhatNobodyMeasures() {
    assertThat(Runs.ct(top, "--json").output())
        .contains("\"ctid\" : 101", "\"cpu\" : 25.0", "\"tasks\" : null");
  }

  @Test
  void samplesAreListedAndCompleted() {
    assertThat(Runs.ct(new SamplesVerb(containers)).output())
        .contains("vswap-1g  physpages=1G  1G of RAM");
  }
}
