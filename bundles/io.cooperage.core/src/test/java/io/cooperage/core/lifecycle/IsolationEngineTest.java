package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.api.isolation.IsolationReport;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.IsolationInspector;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationEngineTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;

  /** Finds the id map, and a limit that is missing. */
  private record TwoLayers(String kind) implements IsolationInspector {
    @Override
    public List<IsolationLayer> inspect(Sandbox sandbox, Cell cell) {
      return List.of(
          IsolationLayer.on("user namespace", "base " + cell.idMap().base()),
          IsolationLayer.off("processes", IsolationGrade.WEAK, "no limit", "a fork bomb fits"));
    }
  }

  /** What it looks at is a plug-in's own affair. */
  private record Further(String kind) implements IsolationInspector {
    @Override
    public List<IsolationLayer> inspect(Sandbox sandbox, Cell cell) {
      return List.of();
    }
  }

  private record Failing(String kind, ErrorCode code) implements IsolationInspector {
    @Override
    public List<IsolationLayer> inspect(Sandbox sandbox, Cell cell) {
      throw new ContainerException(code, "the group cannot be read");
    }
  }

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
    engine.create(101);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void theReportIsThatOfTheProviderThatLaunchedTheCt() {
    engine.start(101);
    String kind = engine.isolation().kind();
    engine.leases().add(Family.INSPECTOR, new TwoLayers("another"));
    refused(ErrorCode.UNSUPPORTED);
    engine.leases().add(Family.INSPECTOR, new TwoLayers(kind));

    IsolationReport report = new IsolationEngine(engine.room()).report(ref(101));

    assertThat(report.container()).isEqualTo(engine.get(101).id());
    assertThat(report.grade()).isEqualTo(IsolationGrade.WEAK);
    assertThat(report.because()).containsExactly("processes");
    assertThat(report.layers().get(0).found()).matches("base \\d+");
  }

  /** A fake tells no layers of its own, a kind that does has them in each report. */
  @Test
  void aLayerThatNobodyTellsOfIsAbsentAndWeak() {
    host.isolation().expect(Set.of("user namespace", "masks", "devices"));
    engine.start(101);
    engine.leases().add(Family.INSPECTOR, new Further(engine.isolation().kind()));

    IsolationReport report = new IsolationEngine(engine.room()).report(ref(101));

    assertThat(report.grade()).isEqualTo(IsolationGrade.WEAK);
    assertThat(report.because()).containsExactly("devices", "masks", "user namespace");
    assertThat(report.layers())
        .allSatisfy(l -> assertThat(l.state()).isEqualTo(IsolationLayer.State.ABSENT));
  }

  @Test
  void anInspectorThatFailsTakesNothingFromTheOthersAndIsTold() {
    engine.start(101);
    String kind = engine.isolation().kind();
    engine.leases().add(Family.INSPECTOR, new TwoLayers(kind));
    engine.leases().add(Family.INSPECTOR, new Failing(kind, ErrorCode.NOT_RUNNING));

    IsolationReport report = new IsolationEngine(engine.room()).report(ref(101));

    assertThat(report.because()).containsExactly("processes", "Failing");
    assertThat(report.layers().get(2).found()).contains("the group cannot be read");
  }

  @Test
  void aKindWhoseProviderIsGoneIsWaitedFor() {
    engine.start(101);
    engine.leases().add(Family.INSPECTOR, new TwoLayers(engine.isolation().kind()));
    engine.leases().remove(Family.ISOLATION, engine.isolation());

    refused(ErrorCode.WAITING);
  }

  @Test
  void aReportOfNothingIsNoReport() {
    assertThatThrownBy(() -> IsolationReport.of(ContainerId.random(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a layer");
  }

  @Test
  void aCtThatDoesNotRunHasNone() {
    refused(ErrorCode.NOT_RUNNING);
  }

  private void refused(ErrorCode code) {
    assertThatThrownBy(() -> new IsolationEngine(engine.room()).report(ref(101)))
        .isInstanceOfSatisfying(
            ContainerException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
