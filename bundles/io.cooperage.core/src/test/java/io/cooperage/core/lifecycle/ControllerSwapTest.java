package io.cooperage.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.core.Eventually;
import io.cooperage.core.provider.Family;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerSwapTest {
  private static final Parameter<Boolean> SHINE =
      Parameter.builder("shine", ValueTypes.flag()).description("Shines.").group("vendor").build();

  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;
  private ContainerId id;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
    id = engine.create(101, "cpuunits=2000").id();
    engine.start(101);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aControllerThatLeavesResetsNothing() {
    engine.leases().remove(Family.CONTROLLER, engine.cpu());
    Eventually.holds("its watch is closed", () -> host.cpu().watched().isEmpty());
    assertThat(host.cpu().calls()).containsExactly("apply " + id);
    assertThat(host.cpu().inForce(id).get(FakeController.CPUUNITS)).contains(2000L);
  }

  @Test
  void aControllerThatComesBackIsAppliedToRunningCts() {
    engine.leases().remove(Family.CONTROLLER, engine.cpu());
    engine.leases().add(Family.CONTROLLER, engine.cpu());
    Eventually.holds("it is applied again", () -> host.cpu().calls().size() == 2);
    Eventually.holds("it is watched again", () -> host.cpu().watched().contains(id));
    assertThat(host.cpu().calls()).containsExactly("apply " + id, "apply " + id);
  }

  @Test
  void aBetterOwnerTakesOverOnce() {
    FakeController better = FakeController.cpu();
    engine.leases().add(Family.CONTROLLER, better, 10);
    Eventually.holds("the new one watches", () -> better.watched().contains(id));
    Eventually.holds("the old one does not", () -> host.cpu().watched().isEmpty());
    assertThat(better.calls()).containsExactly("apply " + id);
    assertThat(better.inForce(id).get(FakeController.CPUUNITS)).contains(2000L);
    assertThat(host.cpu().calls()).containsExactly("apply " + id);
    engine.leases().remove(Family.CONTROLLER, better);
    Eventually.holds("the old one is back", () -> host.cpu().watched().contains(id));
    assertThat(better.calls()).containsExactly("apply " + id);
  }

  @Test
  void theOwnerOfASharedKnobHasTheLastWordOverANewcomer() {
    FakeController newcomer = new FakeController("vendor", FakeController.CPUUNITS, SHINE);
    engine.leases().add(Family.CONTROLLER, newcomer);
    Eventually.holds("it is applied", () -> newcomer.calls().size() == 1);
    Eventually.holds("the owner is applied after it", () -> host.cpu().calls().size() == 2);
  }

  @Test
  void whatWasLostToABetterOwnerIsAppliedAgainWhenThatOneLeaves() {
    FakeController both = new FakeController("vendor", FakeController.CPUUNITS, SHINE);
    engine.leases().remove(Family.CONTROLLER, engine.cpu());
    engine.leases().add(Family.CONTROLLER, both);
    Eventually.holds("it is applied", () -> both.watched().contains(id));
    FakeController better = FakeController.cpu();
    engine.leases().add(Family.CONTROLLER, better, 10);
    Eventually.holds("the better one is applied", () -> better.watched().contains(id));
    assertThat(both.calls()).hasSize(1);
    engine.leases().remove(Family.CONTROLLER, better);
    Eventually.holds("it is applied again", () -> both.calls().size() == 2);
  }

  @Test
  void whatAShadowWouldHaveDoneDoesNotFloodTheEvents() {
    FakeController better = FakeController.cpu();
    engine.leases().add(Family.CONTROLLER, better, 10);
    Eventually.holds("the new one watches", () -> better.watched().contains(id));
    for (int units = 3000; units < 3020; units++) {
      engine
          .containers()
          .set(
              EngineUnderTest.ref(101),
              EngineUnderTest.settings("cpuunits=" + units),
              SetOptions.both());
    }
    assertThat(engine.events().types())
        .filteredOn("controller.shadowed"::equals)
        .hasSizeBetween(1, 10);
  }

  @Test
  void whatAControllerNoticesBecomesAnEvent() {
    host.cpu().report(id, "limit.throttled", "CT is throttled");
    assertThat(engine.events().types()).contains("limit.throttled");
  }

  @Test
  void aNewControllerThatHangsOrThrowsDoesNotTouchTheRest() {
    FakeController vendor = new FakeController("vendor");
    vendor.faults().fail("apply", () -> new IllegalStateException("boom"));
    engine.leases().add(Family.CONTROLLER, vendor);
    Eventually.holds("it is told", () -> engine.events().types().contains("controller.failed"));
    assertThat(host.isolation().runs(id)).isTrue();
    engine
        .containers()
        .set(
            EngineUnderTest.ref(101), EngineUnderTest.settings("cpuunits=3000"), SetOptions.both());
  }
}
