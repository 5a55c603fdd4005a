package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.disk.Compaction;
import io.cooperage.api.disk.DiskCheck;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.Eventually;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskJobsTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
    engine.create(101);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private DiskCheck check(boolean repair) {
    return engine.disks().check(ref(101), repair).await(PATIENCE).orElseThrow();
  }

  @Test
  void aDamagedDiskIsToldAndRepairedWhenAsked() {
    assertThat(engine.disks().checked(ref(101))).isEmpty();
    assertThat(check(false).sound()).isTrue();
    host.upkeep().damage();
    DiskCheck found = check(false);
    assertThat(found.sound()).isFalse();
    assertThat(found.images().get(0).faults()).hasSize(1);
    assertThat(engine.disks().checked(ref(101))).contains(found);
    DiskCheck repaired = check(true);
    assertThat(repaired.sound()).isTrue();
    assertThat(repaired.images().get(0).repaired()).hasSize(1);
    assertThat(engine.events().types()).contains("disk.damaged", "disk.repaired");
  }

  @Test
  void aDiskInUseIsRefused() {
    engine.start(101);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> engine.disks().check(ref(101), false))
        .withMessage("CT 101 runs, and a disk in use cannot be checked")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNNING))
        .satisfies(e -> assertThat(e.hint()).contains("ct clone 101"));
    assertThatThrownBy(() -> engine.disks().check(ref(102), false))
        .hasMessage("there is no CT 102");
  }

  @Test
  void aRunningCtGivesSpaceBackToo() {
    engine.start(101);
    Compaction gained = engine.disks().compact(ref(101)).await(PATIENCE).orElseThrow();
    assertThat(gained.freed()).isEqualTo(5 << 20);
    assertThat(engine.events().types()).contains("disk.compacted");
    host.storage().faults().failOnce("compact", () -> new IllegalStateException("broken"));
    assertThatThrownBy(() -> engine.disks().compact(ref(101)).await(PATIENCE))
        .isInstanceOf(ContainerException.class);
    assertThat(host.store().journals()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true"})
  void anInterruptedRepairIsFinishedByTheNextEngine(int entry, boolean after) {
    host.upkeep().damage();
    engine.gate().crashAtJournalEntry(entry, after);
    assertThatExceptionOfType(ContainerException.class).isThrownBy(() -> check(true));
    engine.crash();
    engine = new EngineUnderTest(host, folder);
    Eventually.holds("no job is left", () -> host.store().journals().isEmpty());
    engine.awaitState(101, ContainerState.STOPPED);
    assertThat(check(false).sound()).isEqualTo(after);
  }
}
