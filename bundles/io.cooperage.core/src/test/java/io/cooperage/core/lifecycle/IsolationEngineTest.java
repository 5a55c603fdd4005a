package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
