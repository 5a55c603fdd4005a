package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurvivalTest {
  private static final String COUNTER = "i=0; while sleep 0.02; do i=$((i+1)); echo tick $i.; done";

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void theDeathOfTheWorkerIsInvisibleToContainers() {
    InitRecord before = fixture.start("a", "sh", "-c", COUNTER);
    fixture.consoleShows("a", "tick 3.");
    SupervisorInfo first = fixture.supervisor().info();

    SupervisorFixture.kill(first.worker());

    SupervisorFixture.await(() -> fixture.supervisor().info().worker() != first.worker());
    assertThat(fixture.supervisor().info().keeper()).isEqualTo(first.keeper());
    assertThat(fixture.supervisor().list())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.process()).isEqualTo(before.process());
              assertThat(r.state()).isEqualTo(InitRecord.State.RUNNING);
            });
    assertThat(fixture.consoleShows("a", "tick 30.")).contains("tick 1.", "tick 2.", "tick 3.");
  }

  @Test
  void anExitDuringTheWorkersDeathIsStillTold() {
    fixture.start("a", "sleep", "99");
    int init = fixture.supervisor().list().get(0).process().orElseThrow().pid();
    SupervisorFixture.kill(fixture.supervisor().info().worker());
    SupervisorFixture.kill(init);
    assertThat(fixture.nextExit().status()).isEqualTo(new ExitStatus(ExitStatus.Cause.KILLED, 9));
  }

  @Test
  void anInitAtItsGateEndsWithTheWorker() {
    fixture.launch("a", 0, "sleep", "99");
    SupervisorFixture.kill(fixture.supervisor().info().worker());
    assertThat(fixture.nextExit().status()).isEqualTo(new ExitStatus(ExitStatus.Cause.EXITED, 0));
  }
}
