package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.kernel.PidHandle;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdoptionTest {
  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void aProcessOfSomebodyElseIsAdoptedAndItsEndIsSeen() throws IOException {
    Process foreign = new ProcessBuilder("sleep", "99").start();
    long start = ProcessStat.find((int) foreign.pid()).orElseThrow().startTime();
    PidHandle handle = new PidHandle((int) foreign.pid(), start);
    assertThatThrownBy(
            () ->
                fixture.supervisor().adopt("b", new PidHandle(handle.pid(), start + 1), List.of()))
        .hasMessageContaining("ESRCH");
    fixture.supervisor().adopt("b", handle, List.of());
    foreign.destroyForcibly();
    assertThat(fixture.nextExit()).isEqualTo(new SupervisorFixture.Exit("b", ExitStatus.UNKNOWN));
  }

  @Test
  void containersOutliveTheKeeperAndAreAdoptedByTheNext() throws IOException {
    InitRecord before = fixture.start("a", "sleep", "99");
    PidHandle init = before.process().orElseThrow();
    SupervisorInfo first = fixture.supervisor().info();
    fixture.replaceKeeper();

    assertThat(fixture.supervisor().info().keeperStart()).isNotEqualTo(first.keeperStart());
    assertThat(fixture.supervisor().list()).isEmpty();
    fixture.supervisor().adopt("a", init, List.of());
    assertThat(fixture.supervisor().list())
        .singleElement()
        .satisfies(r -> assertThat(r.process()).contains(init));
    try (EnterPlan plan = TestRoot.enter("a", "true");
        Session session = fixture.supervisor().enter(plan)) {
      assertThat(session.exit().join().value()).isZero();
    }
    fixture.supervisor().signal("a", 9);
    assertThat(fixture.nextExit()).isEqualTo(new SupervisorFixture.Exit("a", ExitStatus.UNKNOWN));
  }
}
