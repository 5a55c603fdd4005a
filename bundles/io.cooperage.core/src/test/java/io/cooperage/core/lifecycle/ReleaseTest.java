package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.MountOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.core.Eventually;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();

  @Test
  void everyCtGoesDownWhateverItDoesNow() {
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      for (int ctid = 101; ctid <= 104; ctid++) {
        engine.create(ctid);
      }
      engine.start(101);
      engine.start(102);
      host.isolation().stubborn(true);
      engine.containers().stop(ref(102), StopOptions.defaults());
      Eventually.holds("it stops slowly", () -> engine.get(102).state() == ContainerState.STOPPING);
      host.isolation().stubborn(false);
      host.isolation()
          .end(
              engine.get(102).id(),
              new io.cooperage.spi.isolation.ExitReport(
                  io.cooperage.spi.isolation.ExitReport.Cause.HALTED, 0));
      engine.containers().mount(ref(103), MountOptions.defaults()).await(PATIENCE);
      engine.room().stopAll().forEach(j -> j.await(PATIENCE));
      assertThat(engine.containers().list(ContainerFilter.inState(ContainerState.STOPPED)))
          .hasSize(4);
      assertThat(host.leftovers()).isEmpty();
    }
  }

  @Test
  void listingsFilterByState() {
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      engine.create(102);
      engine.create(101);
      engine.start(101);
      assertThat(engine.containers().list(ContainerFilter.all()))
          .extracting(c -> c.ctid().number())
          .containsExactly(101, 102);
      assertThat(engine.containers().list(ContainerFilter.inState(ContainerState.RUNNING)))
          .hasSize(1);
    }
  }
}
