package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.core.Eventually;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.storage.PoolCare;
import io.cooperage.testing.fake.FakeHost;
import io.cooperage.testing.fake.FakePoolCare;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolEngineTest {
  private static final long SIZE = 200L << 30;

  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private final FakePoolCare care = new FakePoolCare();
  private EngineUnderTest engine;

  @BeforeEach
  void open() {
    engine = next();
  }

  private EngineUnderTest next() {
    EngineUnderTest next = new EngineUnderTest(host, folder);
    next.leases().add(Family.POOL_CARE, next.gate().guard(PoolCare.class, care));
    return next;
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Job<PoolStatus> grow(String kind) {
    return new PoolEngine(engine.room()).grow(kind, SIZE);
  }

  @Test
  void thePoolOfNewCtsGrowsUnlessAnotherIsNamed() {
    assertThat(grow("").await(PATIENCE)).isPresent();
    assertThat(care.size()).isEqualTo(SIZE);
    assertThat(engine.events().types()).contains("pool.grown");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> grow("none"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  @Test
  void aGrowthThatWasInterruptedIsFinishedByTheNextDaemon() {
    engine.gate().crashAtJournalEntry(1, true);
    grow("");
    Eventually.holds("the daemon is dead", engine.gate()::isShut);
    engine.close();
    assertThat(care.size()).isZero();
    engine = next();
    Eventually.holds("it is finished", () -> care.size() == SIZE);
  }

  @Test
  void aGrowthThatCannotBeIsToldAndForgotten() {
    care.faults()
        .fail("grow", () -> new ContainerException(ErrorCode.NO_SPACE, "the host is full"));
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> grow("").await(PATIENCE))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE));
    assertThat(host.store().journals()).isEmpty();
  }
}
