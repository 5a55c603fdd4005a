package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeCycleTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aCtIsCreatedStartedChangedStoppedAndDestroyed() {
    Container made = engine.create(101, "cpuunits=2000", "hostname=web.example.org");
    assertThat(made.state()).isEqualTo(ContainerState.STOPPED);
    assertThat(made.parameters()).containsEntry("cpuunits", List.of("2000"));

    Container started = engine.start(101);
    assertThat(started.state()).isEqualTo(ContainerState.RUNNING);
    assertThat(started.initPid()).isPositive();
    assertThat(host.isolation().runs(made.id())).isTrue();
    assertThat(host.cpu().inForce(made.id()).get(FakeController.CPUUNITS)).contains(2000L);
    assertThat(host.storage().disk(made.id()).get("/etc/hostname"))
        .asString(java.nio.charset.StandardCharsets.UTF_8)
        .isEqualTo("web.example.org\n");

    engine.containers().set(ref(101), EngineUnderTest.settings("cpuunits=3000"), SetOptions.both());
    assertThat(host.cpu().inForce(made.id()).get(FakeController.CPUUNITS)).contains(3000L);
    assertThat(engine.get(101).parameters()).containsEntry("cpuunits", List.of("3000"));

    engine.containers().stop(ref(101), StopOptions.defaults()).await(PATIENCE);
    assertThat(engine.get(101).state()).isEqualTo(ContainerState.STOPPED);
    assertThat(host.leftovers()).isEmpty();

    engine.containers().destroy(ref(101)).await(PATIENCE);
    assertThat(engine.containers().find(ref(101))).isEmpty();
    assertThat(host.storage().disks()).isEmpty();
    assertThat(host.store().containers()).isEmpty();
    assertThat(host.store().journals()).isEmpty();
    assertThat(host.storage().openDescriptors()).isZero();
  }
}
