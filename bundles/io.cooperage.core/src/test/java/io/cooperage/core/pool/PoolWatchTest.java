package io.cooperage.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.cooperage.api.container.ContainerState;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.node.FullPool;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Records;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.testing.fake.FakeCgroups;
import io.cooperage.testing.fake.FakeStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolWatchTest {
  private static final long MIB = 1L << 20;
  private static final long RESERVE = 64 * MIB;

  @TempDir Path folder;
  private final RecordedEvents events = new RecordedEvents();
  private final TestLeases leases = new TestLeases(events);
  private final FakeStorage storage = new FakeStorage();
  private final FakeCgroups cgroups = new FakeCgroups();
  private final Roster roster = new Roster();
  private LiveContainer live;
  private long unwrittenOfHost;

  @BeforeEach
  void open() {
    leases.add(Family.STORAGE, (StorageProvider) storage);
    leases.add(Family.CGROUP, (CgroupProvider) cgroups);
    ContainerRecord record = Records.record(101, Map.of(Family.STORAGE.name(), storage.kind()));
    live = roster.add(record);
    live.state(ContainerState.RUNNING);
  }

  @AfterEach
  void close() {
    leases.close();
  }

  private PoolWatch watch(FullPool.Answer answer) {
    FullPool policy = new FullPool(answer, Duration.ofSeconds(1));
    return new PoolWatch(
        leases.leases(), roster, events, policy, folder, () -> {}, () -> unwrittenOfHost);
  }

  private void unwritten(long bytes) {
    String text = "dirty 1\ntotal_dirty " + bytes / 2 + "\ntotal_writeback " + bytes / 2 + "\n";
    cgroups.directory(live.id(), Subsystem.MEMORY).write("memory.stat", text);
  }

  @Test
  void whatIsStillToBeWrittenCountsAsTaken() {
    PoolWatch watch = watch(FullPool.Answer.PAUSE);
    storage.room(RESERVE + 100 * MIB, RESERVE);
    unwrittenOfHost = 500 * MIB;
    unwritten(80 * MIB);
    watch.look(true);
    assertThat(live.paused()).as("the rest is of others").isEmpty();
    unwritten(101 * MIB);
    watch.look(true);
    assertThat(live.paused()).isPresent();
    unwritten(0);
    watch.look(true);
    assertThat(live.paused()).as("it was written elsewhere").isEmpty();
  }

  @Test
  void oneThatCannotBePausedKeepsNobodyElseFromIt() throws IOException {
    LiveContainer other =
        roster.add(Records.record(102, Map.of(Family.STORAGE.name(), storage.kind())));
    other.state(ContainerState.RUNNING);
    for (LiveContainer each : List.of(live, other)) {
      cgroups
          .directory(each.id(), Subsystem.MEMORY)
          .write("memory.stat", "total_dirty " + MIB + "\ntotal_writeback 0\n");
    }
    LiveContainer first = roster.all().iterator().next();
    LiveContainer second = first.equals(live) ? other : live;
    // Nobody can write a mark where a folder is.
    Path mark = folder.resolve("paused").resolve(first.id().toString());
    Files.createDirectories(mark.resolve("content"));
    PoolWatch watch = watch(FullPool.Answer.PAUSE);
    storage.room(0, RESERVE);
    watch.look(true);
    assertThat(second.paused()).isPresent();
    assertThat(first.paused()).isEmpty();
  }

  @Test
  void looksComeInTimeForTheFastestWriter() {
    PoolWatch watch = watch(FullPool.Answer.PAUSE);
    storage.room(RESERVE + (40L << 30), RESERVE);
    assertThat(watch.look(true)).isEqualTo(Duration.ofSeconds(1));
    storage.room(RESERVE + (1L << 30), RESERVE);
    assertThat(watch.look(true)).isEqualTo(Duration.ofMillis(250));
    storage.room(RESERVE + MIB, RESERVE);
    assertThat(watch.look(true)).isEqualTo(Duration.ofMillis(10));
    storage.room(RESERVE - MIB, RESERVE);
    assertThat(watch.look(true))
        .as("somebody may begin to write")
        .isLessThan(Duration.ofMillis(50));
    unwritten(MIB);
    watch.look(true);
    assertThat(watch.look(true)).as("nobody can").isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void nothingIsDoneBeforeEveryCtIsKnown() {
    PoolWatch watch = watch(FullPool.Answer.PAUSE);
    storage.room(0, RESERVE);
    unwritten(MIB);
    assertThat(watch.look(false)).isLessThan(Duration.ofSeconds(1));
    assertThat(live.paused()).isEmpty();
    assertThat(events.types()).isEmpty();
  }

  @Test
  void aNodeThatOnlyReportsPausesNobodyAndLetsGoOnWhoWasPaused() {
    live.pause("by the daemon before");
    PoolWatch watch = watch(FullPool.Answer.REPORT);
    storage.room(RESERVE + MIB, RESERVE);
    watch.look(true);
    assertThat(live.paused()).isEmpty();
    storage.room(0, RESERVE);
    unwritten(MIB);
    watch.look(true);
    watch.look(true);
    assertThat(live.paused()).isEmpty();
    assertThat(events.types()).containsExactly("container.resumed", "pool.full");
    assertThatNoException().isThrownBy(() -> watch.requireRoom(storage.kind(), "start it"));
  }

  @Test
  void aStorageThatTellsNothingIsNotWatched() {
    PoolWatch watch = watch(FullPool.Answer.PAUSE);
    assertThat(watch.look(true)).isEqualTo(Duration.ofSeconds(1));
    assertThat(events.types()).isEmpty();
  }

  @Test
  void aCtWithoutASampleOfItsMemoryIsJudgedByItsDisk() {
    PoolWatch watch = watch(FullPool.Answer.PAUSE);
    storage.room(0, RESERVE);
    watch.look(true);
    watch.look(true);
    assertThat(live.paused()).isEmpty();
  }
}
