package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.StartOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.core.Eventually;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CT whose firewall, or what else guards it, is away. */
class GuardsTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private final ResourceController wall =
      new FakeController(
          "wall",
          Parameter.builder("wall", ValueTypes.integer(0, 9))
              .description("How high.")
              .group("network")
              .guards()
              .build());
  private EngineUnderTest engine;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
    engine.leases().add(Family.CONTROLLER, wall);
    engine.create(101, "wall=3");
    engine.create(102);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aContainerDoesNotStartWithoutWhatGuardsIt() {
    engine.leases().remove(Family.CONTROLLER, wall);
    ContainerException e = refusal(() -> engine.start(101));
    assertThat(e).hasMessage("CT 101 would run without its wall: no controller");
    assertThat(e.hint()).contains("--unset wall", "--force");
    assertThat(engine.start(102).state()).isEqualTo(ContainerState.RUNNING);
    engine.containers().start(ref(101), StartOptions.defaults().forced()).await(PATIENCE);
    assertThat(engine.get(101).state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void aRestartIsRefusedWhileItStillRuns() {
    engine.start(101);
    engine.leases().remove(Family.CONTROLLER, wall);
    refusal(() -> engine.containers().restart(ref(101), StopOptions.defaults()));
    assertThat(engine.get(101).state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void aRebootFromInsideEndsStopped() {
    engine.start(101);
    engine.leases().remove(Family.CONTROLLER, wall);
    host.isolation().end(engine.get(101).id(), new ExitReport(ExitReport.Cause.REBOOTED, 0));
    Eventually.holds("it is stopped", () -> engine.get(101).state() == ContainerState.STOPPED);
    assertThat(host.leftovers()).isEmpty();
  }

  @Test
  void aDaemonThatNeverMetTheGuardKnowsOfIt() {
    engine.close();
    engine = new EngineUnderTest(host, folder);
    refusal(() -> engine.start(101));
    engine.leases().add(Family.CONTROLLER, wall);
    assertThat(engine.start(101).state()).isEqualTo(ContainerState.RUNNING);
  }

  private static ContainerException refusal(ThrowingCallable call) {
    ContainerException e = catchThrowableOfType(ContainerException.class, call);
    assertThat(e.code()).isEqualTo(ErrorCode.NO_CONTROLLER);
    return e;
  }
}
