package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.StopOptions;
import io.cooperage.core.Eventually;
import io.cooperage.testing.fake.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutostartTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();

  private void rebootHost() {
    host.store().reboot();
    host.isolation().reboot();
    host.cgroups().reboot();
    host.network().reboot();
    host.storage().reboot();
    try {
      Files.deleteIfExists(folder.resolve("autostarted"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> started(EngineUnderTest engine) {
    return engine.events().messages().stream().filter(m -> m.endsWith("was started")).toList();
  }

  @Test
  void afterABootCtsStartInOrderOfTheirBootorder() {
    try (EngineUnderTest first = new EngineUnderTest(host, folder)) {
      first.create(101, "onboot=yes");
      first.create(102, "onboot=yes", "bootorder=9");
      first.create(103, "onboot=no");
      first.create(104, "onboot=yes", "bootorder=5");
      first.create(105);
      first.start(103);
    }
    rebootHost();
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      engine.awaitState(101, ContainerState.RUNNING);
      assertThat(started(engine))
          .containsExactly("CT 102 was started", "CT 104 was started", "CT 101 was started");
      assertThat(engine.get(103).state()).isEqualTo(ContainerState.STOPPED);
      assertThat(engine.get(105).state()).isEqualTo(ContainerState.STOPPED);
    }
  }

  @Test
  void aCtWithoutOnbootStartsIfItRanWhenTheNodeWentDown() {
    try (EngineUnderTest first = new EngineUnderTest(host, folder)) {
      first.create(101);
      first.start(101);
      Eventually.holds("that is saved", () -> host.store().containers().get(0).wantRunning());
    }
    rebootHost();
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      engine.awaitState(101, ContainerState.RUNNING);
    }
  }

  @Test
  void whatWasStoppedOnPurposeStaysStoppedWhenTheDaemonRestarts() {
    try (EngineUnderTest first = new EngineUnderTest(host, folder)) {
      first.create(101, "onboot=yes");
      first.start(101);
      first.containers().stop(ref(101), StopOptions.defaults()).await(PATIENCE);
    }
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      assertThat(engine.get(101).state()).isEqualTo(ContainerState.STOPPED);
      assertThat(started(engine)).isEmpty();
    }
  }

  @Test
  void aCtWaitsForTheOwnersOfItsParameters() {
    try (EngineUnderTest first = new EngineUnderTest(host, folder)) {
      first.create(101, "onboot=yes", "cpuunits=2000");
    }
    rebootHost();
    try (EngineUnderTest engine = new EngineUnderTest(host, folder, false)) {
      engine.addStore();
      engine.addProvidersWithoutController();
      Eventually.holds(
          "it says what it waits for",
          () ->
              engine
                  .room()
                  .waitingFor()
                  .equals(List.of("CT 101 waits for a controller for cpuunits")));
      engine.addController();
      engine.awaitState(101, ContainerState.RUNNING);
      assertThat(engine.room().waitingFor()).isEmpty();
    }
  }

  @Test
  void afterAReleaseTheSameCtsRunAgain() {
    try (EngineUnderTest first = new EngineUnderTest(host, folder)) {
      first.create(101);
      first.start(101);
      Eventually.holds("that is saved", () -> host.store().containers().get(0).wantRunning());
      first.room().stopAll().forEach(j -> j.await(PATIENCE));
      assertThat(host.leftovers()).isEmpty();
    }
    try (EngineUnderTest engine = new EngineUnderTest(host, folder)) {
      engine.awaitState(101, ContainerState.RUNNING);
    }
  }
}
