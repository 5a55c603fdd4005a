package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static io.cooperage.core.lifecycle.EngineUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.testing.fake.FakeHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreationTest {
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

  private ContainerException refusal(CreateRequest request) {
    ContainerException e =
        catchThrowableOfType(ContainerException.class, () -> engine.containers().create(request));
    assertThat(engine.jobs().list()).noneMatch(j -> !j.state().ended());
    return e;
  }

  private CreateRequest.Builder builder() {
    return CreateRequest.builder();
  }

  @Test
  void withoutANumberTheLowestThatIsFreeIsTaken() {
    engine.create(102);
    Container first = engine.containers().create(builder().build()).await(PATIENCE).orElseThrow();
    Container second = engine.containers().create(builder().build()).await(PATIENCE).orElseThrow();
    assertThat(first.ctid().number()).isEqualTo(101);
    assertThat(second.ctid().number()).isEqualTo(103);
  }

  @Test
  void whatShallStartAsWellRunsWhenTheJobEnds() {
    Container made =
        engine
            .containers()
            .create(builder().ctid(new Ctid(101)).start(true).build())
            .await(PATIENCE)
            .orElseThrow();
    assertThat(made.state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void whatCannotBeStartedIsThereAllTheSameAndStopped() {
    host.isolation()
        .faults()
        .failOnce("launch", () -> new ContainerException(ErrorCode.KERNEL, "no memory"));
    ContainerException e =
        catchThrowableOfType(
            ContainerException.class,
            () ->
                engine
                    .containers()
                    .create(builder().ctid(new Ctid(101)).start(true).build())
                    .await(PATIENCE));
    assertThat(e).hasMessage("no memory");
    assertThat(engine.containers().find(ref(101)).orElseThrow().state())
        .isEqualTo(ContainerState.STOPPED);
  }

  @Test
  void aNumberOrNameThatIsTakenIsRefused() {
    engine
        .containers()
        .create(builder().ctid(new Ctid(101)).name(new ContainerName("web")).build())
        .await(PATIENCE);
    assertThat(refusal(request(101)).code()).isEqualTo(ErrorCode.CONTAINER_EXISTS);
    ContainerException name = refusal(builder().name(new ContainerName("web")).build());
    assertThat(name.code()).isEqualTo(ErrorCode.NAME_IN_USE);
    assertThat(name).hasMessage("the name 'web' is that of CT 101");
  }

  @Test
  void anUnknownTemplateIsRefusedWithTheNearest() {
    ContainerException e = refusal(builder().template("busyboxx").build());
    assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_TEMPLATE);
    assertThat(e.hint()).isEqualTo("Did you mean busybox?");
  }

  @Test
  void everyBadSettingIsNamedAndNothingIsMade() {
    ContainerException e = refusal(request(101, "cpuunits=1", "diskspace=1K", "hostname=-x"));
    assertThat(e.problems()).hasSize(3);
    assertThat(host.store().containers()).isEmpty();
    assertThat(host.storage().disks()).isEmpty();
    // The number is free again.
    engine.create(101);
  }

  @Test
  void whatAnOwnerObjectsToIsRefused() {
    assertThat(refusal(request(101, "layout=impossible"))).hasMessageContaining("is not a layout");
  }

  @Test
  void anAddressInUseIsRefusedWithItsUser() {
    engine.create(101, "ip=10.0.0.1/24");
    ContainerException e = refusal(request(102, "ip=10.0.0.1/16"));
    assertThat(e.code()).isEqualTo(ErrorCode.ADDRESS_IN_USE);
    assertThat(e).hasMessage("ip '10.0.0.1' is in use by CT 101");
    engine.containers().destroy(ref(101)).await(PATIENCE);
    engine.create(102, "ip=10.0.0.1/16");
  }

  @Test
  void aDiskLargerThanThePoolIsRefused() {
    ContainerException e = refusal(request(101, "diskspace=2T"));
    assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE);
    assertThat(e)
        .hasMessageContaining("disk.space '2T' is more than")
        .hasMessageContaining("diskspace");
  }

  @Test
  void anUnknownKindIsWaitedForByName() {
    assertThat(refusal(builder().kind("storage", "tape").build()))
        .hasMessage("waiting for storage.tape");
  }

  @Test
  void everyCtGetsAnIdSlotOfItsOwn() {
    engine.create(101);
    engine.create(102);
    engine.create(103, "privileged=yes");
    assertThat(host.store().containers())
        .extracting(r -> r.idMap().base())
        .doesNotHaveDuplicates()
        .contains(0L);
  }

  @Test
  void aPasswordGoesOntoTheDiskAndNowhereElse() {
    Container ct = engine.create(101, "userpasswd=root:secret");
    assertThat(host.storage().disk(ct.id()).get("/etc/shadow"))
        .asString(StandardCharsets.UTF_8)
        .startsWith("root:$6$");
    assertThat(ct.parameters()).doesNotContainKey("userpasswd");
    assertThat(host.storage().mounted()).isEmpty();
    assertThat(engine.events().messages()).noneMatch(m -> m.contains("secret"));
  }

  @Test
  void aSampleGivesSettingsThatTheRequestOverrides() throws IOException {
    Files.createDirectories(folder.resolve("samples"));
    Files.writeString(
        folder.resolve("samples/small.conf"),
        "# a sample\nCPUUNITS=\"250\"\nDISKSPACE=\"2G\"\nIP=10.0.0.7/24 # an address\n");
    Container ct =
        engine
            .containers()
            .create(
                builder()
                    .ctid(new Ctid(101))
                    .sample("small")
                    .settings(EngineUnderTest.settings("cpuunits=500"))
                    .build())
            .await(PATIENCE)
            .orElseThrow();
    assertThat(ct.parameters())
        .containsEntry("cpuunits", List.of("500"))
        .containsEntry("diskspace", List.of("2G"))
        .containsEntry("ip", List.of("10.0.0.7/24"));
    assertThat(refusal(builder().sample("smal").build()).hint()).isEqualTo("Did you mean small?");
    assertThat(refusal(builder().sample("../small").build()))
        .hasMessageContaining("no sample configuration");
  }

  @Test
  void descriptionsAndLabelsAreChecked() {
    assertThat(refusal(builder().description("a\nb").label("bad key", "x").build()).problems())
        .hasSize(2);
  }
}
