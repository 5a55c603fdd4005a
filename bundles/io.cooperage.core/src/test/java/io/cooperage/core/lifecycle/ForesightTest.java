package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static io.cooperage.core.lifecycle.EngineUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.core.Eventually;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.controller.Consequence;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForesightTest {
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

  private ChangeReport set(SetOptions options, String... texts) {
    return engine.containers().set(ref(101), settings(texts), options);
  }

  private long inForce() {
    return host.cpu().inForce(id).get(FakeController.CPUUNITS).orElse(0L);
  }

  @Test
  void whatCostsTheCtNothingIsANote() {
    host.cpu().threaten(Consequence.harmless("cpuunits", "it will slow down"));
    assertThat(set(SetOptions.both(), "cpuunits=8").notes())
        .containsExactly("cpuunits: it will slow down");
  }

  @Test
  void whatWouldKillIsRefusedUnlessForced() {
    host.cpu().threaten(Consequence.fatal("cpuunits", "3 processes would be killed"));
    ContainerException e =
        catchThrowableOfType(ContainerException.class, () -> set(SetOptions.both(), "cpuunits=8"));
    assertThat(e.code()).isEqualTo(ErrorCode.IN_USE);
    assertThat(e).hasMessageContaining("3 processes would be killed").hasMessageContaining("force");
    assertThat(inForce()).isEqualTo(2000);
    assertThat(set(SetOptions.planOnly(), "cpuunits=8").notes())
        .containsExactly("cpuunits: 3 processes would be killed (needs --force)");
    assertThat(set(SetOptions.both().forced(), "cpuunits=8").notes())
        .containsExactly("cpuunits: 3 processes would be killed");
    assertThat(inForce()).isEqualTo(8);
  }

  @Test
  void everyControllerGetsItsOldValuesBackWhenOneFails() {
    FakeController vendor =
        new FakeController(
            "vendor",
            Parameter.builder("vendorlimit", ValueTypes.integer(0, 9))
                .description("A limit.")
                .group("cpu")
                .build());
    engine.leases().add(Family.CONTROLLER, (ResourceController) vendor);
    Eventually.holds("it is applied", () -> !vendor.calls().isEmpty());
    vendor.faults().fail("apply", () -> new IllegalStateException("boom"));
    assertThatThrownBy(() -> set(SetOptions.both(), "cpuunits=3000", "vendorlimit=3"))
        .hasMessageContaining("boom");
    assertThat(inForce()).isEqualTo(2000);
    assertThat(engine.get(101).parameters()).doesNotContainKey("vendorlimit");
  }

  @Test
  void badTextsAndBrokenRulesAreToldTogether() {
    assertThatThrownBy(() -> set(SetOptions.both(), "cpuunits=1", "diskspace=-", "hostname=-x"))
        .hasMessageContaining("cpuunits")
        .hasMessageContaining("diskspace")
        .hasMessageContaining("hostname");
  }

  @Test
  void aSampleComesFirstAndItsErrorsNameFileLineAndKey() throws IOException {
    Path samples = Files.createDirectories(folder.resolve("samples"));
    Files.writeString(samples.resolve("small.conf"), "# Small.\nCPUUNITS=\"500\"\n");
    Files.writeString(samples.resolve("bad.conf"), "\nCPUUNITS=\"1\"\nCPUUNITZ=5\n");
    set(SetOptions.both().withSample("small"));
    assertThat(inForce()).isEqualTo(500);
    set(SetOptions.both().withSample("small"), "cpuunits=600");
    assertThat(inForce()).isEqualTo(600);
    assertThatThrownBy(() -> set(SetOptions.both().withSample("bad")))
        .hasMessageContaining("bad.conf line 2: cpuunits '1'")
        .hasMessageContaining("bad.conf line 3: --cpuunitz");
    assertThat(engine.containers().samples()).hasSize(2);
    assertThat(engine.containers().samples().get(1).description()).isEqualTo("Small.");
  }

  @Test
  void countersAreThoseOfEveryController() {
    assertThat(engine.containers().counters(ref(101)))
        .singleElement()
        .satisfies(c -> assertThat(c.resource()).isEqualTo("fake.cpu"))
        .satisfies(c -> assertThat(c.failCount()).hasValue(1));
    engine.containers().stop(ref(101), StopOptions.killAtOnce()).await(EngineUnderTest.PATIENCE);
    assertThatThrownBy(() -> engine.containers().counters(ref(101)))
        .hasMessageContaining("does not run");
  }

  @Test
  void guaranteesOfAllCtsNeverExceedTheNode() {
    host.cpu().limitSum("cpu.guarantee", 3000);
    assertThatThrownBy(() -> engine.create(102, "cpuunits=1001"))
        .hasMessageContaining("cpu.guarantee")
        .hasMessageContaining("promised");
    engine.create(102, "cpuunits=1000");
    assertThat(List.of(engine.get(102))).hasSize(1);
  }

  @Test
  void aShadowTellsWhatItWouldHaveDoneAndTakesOver() {
    FakeController shadow = FakeController.cpu();
    engine.leases().add(Family.CONTROLLER, (ResourceController) shadow, -5);
    set(SetOptions.both(), "cpuunits=3000");
    assertThat(shadow.calls()).isEmpty();
    assertThat(engine.catalog().parameters())
        .anySatisfy(
            p ->
                assertThat(p.detail())
                    .contains("owned by", "would have set cpuunits to 3000 on CT 101"));
    engine.leases().remove(Family.CONTROLLER, engine.cpu());
    Eventually.holds("it takes over", () -> shadow.calls().size() == 1);
    assertThat(shadow.inForce(id).get(FakeController.CPUUNITS)).contains(3000L);
  }
}
