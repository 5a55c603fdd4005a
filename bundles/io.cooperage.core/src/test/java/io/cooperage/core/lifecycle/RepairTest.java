package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.MountOptions;
import io.cooperage.testing.fake.FakeHost;
import io.cooperage.testing.fake.FakeTemplateSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairTest {
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
  void aRunningCtIsNotDestroyedReinstalledOrMounted() {
    engine.create(101);
    engine.start(101);
    assertThatThrownBy(() -> engine.containers().destroy(ref(101))).hasMessage("CT 101 runs");
    assertThatThrownBy(() -> engine.containers().reinstall(ref(101), Optional.empty()))
        .hasMessage("CT 101 runs");
    assertThatThrownBy(() -> engine.containers().mount(ref(101), MountOptions.defaults()))
        .hasMessage("CT 101 runs");
    assertThat(host.storage().disks()).hasSize(1);
  }

  @Test
  void aReinstalledCtHasAFreshRootAndKeepsItsSettings() {
    Container ct = engine.create(101, "cpuunits=2000");
    host.storage().disk(ct.id()).put("/etc/old", new byte[0]);
    host.images().add(FakeTemplateSource.descriptor("toybox"));
    engine.templates().build("toybox").await(PATIENCE);
    Container after =
        engine
            .containers()
            .reinstall(ref(101), Optional.of("toybox"))
            .await(PATIENCE)
            .orElseThrow();
    assertThat(after.template()).isEqualTo("toybox");
    assertThat(after.parameters()).isEqualTo(ct.parameters());
    assertThat(host.storage().disk(ct.id())).doesNotContainKey("/etc/old");
    assertThat(engine.start(101).state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void filesOfAMountedCtCanBeReachedAndThoseOfAStoppedOneCannot() throws IOException {
    Container ct = engine.create(101);
    assertThatThrownBy(() -> engine.containers().files(ref(101))).hasMessageContaining("not run");
    engine.containers().mount(ref(101), MountOptions.defaults()).await(PATIENCE);
    assertThat(engine.get(101).state()).isEqualTo(ContainerState.MOUNTED);
    engine
        .containers()
        .files(ref(101))
        .write("/etc/motd", new ByteArrayInputStream("hi".getBytes(StandardCharsets.UTF_8)), 0644);
    assertThat(host.storage().disk(ct.id())).containsKey("/etc/motd");
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    engine.containers().files(ref(101)).read("/etc/motd", sink);
    assertThat(sink.toString(StandardCharsets.UTF_8)).isEqualTo("hi");
    assertThat(host.storage().openDescriptors()).isZero();
    assertThatThrownBy(() -> engine.containers().destroy(ref(101))).hasMessageContaining("mounted");
    engine.containers().unmount(ref(101)).await(PATIENCE);
    assertThatThrownBy(() -> engine.containers().unmount(ref(101)))
        .hasMessage("CT 101 is not mounted");
  }

  @Test
  void aCtIsDescribedAndFoundByItsNewName() {
    engine.create(101);
    engine.create(102);
    ContainerName web = new ContainerName("web");
    Container after =
        engine
            .containers()
            .describe(
                ref(101), Optional.of(web), Map.of("tier", "front"), Optional.of("The shop."));
    assertThat(after.labels()).containsEntry("tier", "front");
    assertThat(engine.containers().find(new io.cooperage.api.container.ContainerRef.ByName(web)))
        .get()
        .extracting(Container::description)
        .isEqualTo("The shop.");
    assertThatThrownBy(
            () ->
                engine
                    .containers()
                    .describe(ref(102), Optional.of(web), Map.of(), Optional.empty()))
        .hasMessageContaining("'web' is that of CT 101");
    assertThat(
            engine
                .containers()
                .describe(ref(101), Optional.empty(), Map.of("tier", ""), Optional.empty())
                .labels())
        .isEmpty();
  }

  @Test
  void anUnknownCtIsAnsweredWithTheNearestName() {
    engine.create(101);
    engine
        .containers()
        .describe(ref(101), Optional.of(new ContainerName("webshop")), Map.of(), Optional.empty());
    assertThatThrownBy(
            () ->
                engine
                    .containers()
                    .destroy(io.cooperage.api.container.ContainerRef.parse("webshpo")))
        .hasMessage("there is no CT webshpo")
        .extracting(e -> ((io.cooperage.api.error.ContainerException) e).hint())
        .isEqualTo("Did you mean webshop?");
  }
}
