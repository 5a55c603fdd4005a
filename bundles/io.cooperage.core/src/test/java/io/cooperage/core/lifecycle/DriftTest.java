package io.cooperage.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.Eventually;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.event.EventGate;
import io.cooperage.core.lifecycle.step.ControllerCrew;
import io.cooperage.core.lifecycle.step.ControllerReadings;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.node.DriftPolicy;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  // Not the engine's: the patrol of its own tells what it sees there, at a time of its own.
  private final RecordedEvents told = new RecordedEvents();
  private EngineUnderTest engine;
  private ContainerId id;
  private LiveContainer live;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
    id = engine.create(101, "cpuunits=2000").id();
    engine.start(101);
    live = engine.room().parts().roster().need(id);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private DriftCheck check(DriftPolicy.Answer answer) {
    EngineParts parts = engine.room().parts();
    return new DriftCheck(
        new ControllerCrew(parts, new EventGate(told, parts.clock())),
        new ControllerReadings(parts),
        told,
        new DriftPolicy(answer, Duration.ofSeconds(1)));
  }

  private void tamper(long units) {
    host.cpu().tamper(id, ParameterValues.builder().put(FakeController.CPUUNITS, units).build());
  }

  private long reports() {
    return told.types().stream().filter("limit.drift"::equals).count();
  }

  @Test
  void nothingIsToldOfALimitThatStays() {
    DriftCheck check = check(DriftPolicy.Answer.REPORT);
    assertThat(check.look(live)).isFalse();
    engine
        .containers()
        .set(
            EngineUnderTest.ref(101), EngineUnderTest.settings("cpuunits=3000"), SetOptions.both());
    assertThat(check.look(live)).isFalse();
    assertThat(reports()).isZero();
  }

  @Test
  void aLimitThatSomebodyElseChangedIsToldOnceAfterASecondLook() {
    DriftCheck check = check(DriftPolicy.Answer.REPORT);
    tamper(9);
    assertThat(check.look(live)).as("looks again").isTrue();
    assertThat(reports()).isZero();
    assertThat(check.look(live)).isFalse();
    check.look(live);
    assertThat(reports()).isEqualTo(1);
    assertThat(told.messages())
        .contains(
            "CT 101: cpuunits was 2000 and is 9 now (fake:cpuunits); somebody else changed it");
    assertThat(host.cpu().inForce(id).get(FakeController.CPUUNITS)).contains(9L);
  }

  @Test
  void itIsToldAgainWhenItHappensAgain() {
    DriftCheck check = check(DriftPolicy.Answer.REPORT);
    for (int round = 0; round < 2; round++) {
      tamper(9);
      check.look(live);
      check.look(live);
      tamper(2000);
      check.look(live);
    }
    assertThat(reports()).isEqualTo(2);
  }

  @Test
  void aValueThatMovesIsLeftAlone() {
    DriftCheck check = check(DriftPolicy.Answer.REPORT);
    for (int units = 100; units < 110; units++) {
      tamper(units);
      check.look(live);
    }
    assertThat(reports()).isZero();
  }

  @Test
  void puttingBackIsToldAsFailedAndTriedAgain() {
    DriftCheck check = check(DriftPolicy.Answer.RESTORE);
    tamper(9);
    check.look(live);
    host.cpu()
        .faults()
        .fail("apply", () -> new ContainerException(ErrorCode.KERNEL, "the kernel said EIO"));
    check.look(live);
    assertThat(told.messages())
        .contains("CT 101: cpuunits could not be put back: the kernel said EIO");
    host.cpu().faults().clear();
    check.look(live);
    assertThat(host.cpu().inForce(id).get(FakeController.CPUUNITS)).contains(2000L);
  }

  @Test
  void itIsPutBackWhenTheNodeIsToldTo() {
    DriftCheck check = check(DriftPolicy.Answer.RESTORE);
    tamper(9);
    check.look(live);
    check.look(live);
    assertThat(reports()).isEqualTo(1);
    assertThat(host.cpu().inForce(id).get(FakeController.CPUUNITS)).contains(2000L);
    assertThat(check.look(live)).isFalse();
  }

  @Test
  void thePatrolFindsItByItself() {
    DriftPolicy policy = new DriftPolicy(DriftPolicy.Answer.REPORT, Duration.ofSeconds(1));
    try (DriftPatrol patrol =
        new DriftPatrol(
            engine.room().parts().roster(),
            engine.room().parts().jobs(),
            check(DriftPolicy.Answer.REPORT),
            policy)) {
      patrol.open();
      tamper(9);
      Eventually.holds("it is told", () -> reports() == 1);
    }
  }
}
