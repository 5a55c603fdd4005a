package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static io.cooperage.core.lifecycle.EngineUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.MountOptions;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.core.Eventually;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();

  private EngineUnderTest restarted(EngineUnderTest engine) {
    engine.crash();
    return new EngineUnderTest(host, folder);
  }

  @Test
  void runningCtsAreAdoptedAndCanBeChangedAndStopped() {
    EngineUnderTest first = new EngineUnderTest(host, folder);
    Container ct = first.create(101, "cpuunits=2000");
    int pid = first.start(101).initPid();
    try (EngineUnderTest engine = restarted(first)) {
      engine.awaitState(101, ContainerState.RUNNING);
      assertThat(engine.get(101).initPid()).isEqualTo(pid);
      Eventually.holds("it is watched", () -> host.cpu().watched().contains(ct.id()));
      assertThat(host.isolation().adopted())
          .singleElement()
          .satisfies(s -> assertThat(s.init().pid()).isEqualTo(pid));
      engine.containers().set(ref(101), settings("cpuunits=5000"), SetOptions.both());
      assertThat(host.cpu().inForce(ct.id()).get(FakeController.CPUUNITS)).contains(5000L);
      engine.containers().stop(ref(101), StopOptions.defaults()).await(PATIENCE);
      assertThat(host.leftovers()).isEmpty();
    }
  }

  @Test
  void aCtThatHaltedWhileTheDaemonWasDownIsCleanedUp() {
    EngineUnderTest first = new EngineUnderTest(host, folder);
    Container ct = first.create(101);
    first.start(101);
    first.crash();
    host.isolation().endUnheard(ct.id(), new ExitReport(ExitReport.Cause.HALTED, 0));
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      engine.awaitState(101, ContainerState.STOPPED);
      assertThat(host.leftovers()).isEmpty();
    }
  }

  @Test
  void aCtThatRebootedWhileTheDaemonWasDownRunsAgain() {
    EngineUnderTest first = new EngineUnderTest(host, folder);
    Container ct = first.create(101);
    int pid = first.start(101).initPid();
    first.crash();
    host.isolation().endUnheard(ct.id(), new ExitReport(ExitReport.Cause.REBOOTED, 0));
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      Eventually.holds("it runs anew", () -> engine.get(101).initPid() > pid);
      engine.awaitState(101, ContainerState.RUNNING);
    }
  }

  @Test
  void aHaltInsideStopsTheCtAndARebootInsideStartsIt() {
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      Container ct = engine.create(101);
      int pid = engine.start(101).initPid();
      host.isolation().end(ct.id(), new ExitReport(ExitReport.Cause.REBOOTED, 0));
      Eventually.holds("it runs anew", () -> engine.get(101).initPid() > pid);
      engine.awaitState(101, ContainerState.RUNNING);
      host.isolation().end(ct.id(), new ExitReport(ExitReport.Cause.HALTED, 0));
      engine.awaitState(101, ContainerState.STOPPED);
      assertThat(host.leftovers()).isEmpty();
      Eventually.holds(
          "it is not wanted any more", () -> !host.store().containers().get(0).wantRunning());
    }
  }

  @Test
  void groupsWithoutACtAreRemoved() {
    ContainerId stranger = ContainerId.random();
    host.cgroups().create(stranger, new IdMap(1000000, 65536));
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      Eventually.holds("they are gone", () -> host.cgroups().present().isEmpty());
      assertThat(engine.room().waitingFor()).isEmpty();
    }
  }

  @Test
  void theNodeTakesNoOrdersBeforeItsStoreIsThere() {
    try (EngineUnderTest engine = new EngineUnderTest(host, folder, false)) {
      assertThatThrownBy(() -> engine.create(101)).hasMessageContaining("waits for its store");
      engine.addStore();
      engine.addProviders();
      engine.awaitReady();
      assertThat(engine.create(101).state()).isEqualTo(ContainerState.STOPPED);
    }
  }

  @Test
  void runningCtsWaitForTheirIsolationAndSaySo() {
    EngineUnderTest first = new EngineUnderTest(host, folder);
    first.create(101);
    first.start(101);
    first.crash();
    try (EngineUnderTest engine = new EngineUnderTest(host, folder, false)) {
      engine.addStore();
      engine.leases().add(Family.CGROUP, host.cgroups());
      Eventually.holds(
          "it says what it waits for",
          () -> engine.room().waitingFor().contains("CT 101 runs and waits for isolation.fake"));
      engine.leases().add(Family.ISOLATION, host.isolation());
      engine.awaitState(101, ContainerState.RUNNING);
    }
  }

  @Test
  void anUnreadableCtIsListedAsBrokenAndLeftAlone() {
    ContainerId id = ContainerId.random();
    host.store().addBroken(new io.cooperage.spi.store.BrokenRecord(id, "cut in half"));
    host.cgroups().create(id, new IdMap(1000000, 65536));
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      List<Container> all =
          engine.containers().list(io.cooperage.api.container.ContainerFilter.all());
      assertThat(all).singleElement().extracting(Container::detail).isEqualTo("cut in half");
      assertThat(host.cgroups().present()).containsExactly(id);
      assertThatThrownBy(
              () -> engine.containers().destroy(io.cooperage.api.container.ContainerRef.of(id)))
          .hasMessageContaining("cut in half");
    }
  }

  @Test
  void aMountedCtIsStillMountedAfterARestart() {
    EngineUnderTest first = new EngineUnderTest(host, folder);
    first.create(101);
    Path place =
        first
            .containers()
            .mount(ref(101), new MountOptions(true, true))
            .await(PATIENCE)
            .orElseThrow();
    assertThat(place).isDirectory();
    try (EngineUnderTest engine = restarted(first)) {
      assertThat(engine.get(101).state()).isEqualTo(ContainerState.MOUNTED);
      assertThatThrownBy(() -> engine.start(101)).hasMessageContaining("mounted");
      engine.containers().unmount(ref(101)).await(PATIENCE);
      assertThat(place).doesNotExist();
      assertThat(host.leftovers()).isEmpty();
    }
  }
}
