package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.backup.Backup;
import io.cooperage.api.backup.BackupOptions;
import io.cooperage.api.backup.BackupOptions.Form;
import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.backup.BackupSchedule.Result;
import io.cooperage.api.backup.BackupScheduleService;
import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.Eventually;
import io.cooperage.core.backup.ScheduleFile;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.store.BrokenRecord;
import io.cooperage.testing.fake.FakeArchive;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {
  private static final Optional<String> PLACE = Optional.of("fake:shelf");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Retention TWO = new Retention(2, 0, 0, 0, 0);

  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private final FakeArchive archive = new FakeArchive(host.storage());
  private EngineUnderTest engine;
  private ScheduleEngine schedules;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder).with(archive);
    schedules = schedules();
    engine.create(101);
  }

  private ScheduleEngine schedules() {
    Duration soon = Duration.ofMillis(50);
    return new ScheduleEngine(engine.room(), new ScheduleEngine.Pace(soon, soon, soon));
  }

  @AfterEach
  void close() {
    schedules.close();
    engine.close();
  }

  private List<Backup> backups() {
    return engine.room().lifecycle().backupJobs().list(Optional.of(ref(101)), PLACE);
  }

  private void backup() {
    BackupOptions options = new BackupOptions(Form.ANY, PLACE, "by hand");
    new BackupEngine(engine.room()).backup(ref(101), options).await(PATIENCE);
  }

  private BackupSchedule awaitRun() {
    Eventually.holds("the backup was made", () -> schedules.list().get(0).lastRun().isPresent());
    return schedules.list().get(0);
  }

  @Test
  void whatIsDueIsMadeAndWhatIsSuperfluousGoes() {
    backup();
    backup();
    new BackupEngine(engine.room())
        .backup(ref(101), new BackupOptions(Form.FULL, PLACE, "by hand"))
        .await(PATIENCE);
    run(30, TWO);
    assertThat(backups())
        .extracting(Backup::description, Backup::full)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("by hand", true),
            org.assertj.core.groups.Tuple.tuple("scheduled", false));
  }

  @Test
  void aLongChainIsFollowedByAFullOne() {
    backup();
    backup();
    run(2, Retention.EVERYTHING);
    assertThat(backups()).hasSize(3);
    assertThat(backups().get(2).full()).isTrue();
  }

  private String run(int chain, Retention retention) {
    return run(chain, retention, engine.room().parts().clock());
  }

  private String run(int chain, Retention retention, InstantSource clock) {
    LiveContainer live = engine.room().need(ref(101));
    BackupSchedule schedule =
        new BackupSchedule(
            live.id(),
            "101",
            PLACE.orElseThrow(),
            HOUR,
            chain,
            retention,
            Optional.empty(),
            Result.NONE,
            "");
    return new ScheduledBackup(
            engine.room().lifecycle().backupJobs(), live, schedule, clock, Duration.ZERO, () -> {})
        .run();
  }

  @Test
  void whatAWrongClockDatedInTheFutureNeitherGoesNorCounts() {
    backup();
    backup();
    run(30, TWO, InstantSource.fixed(Instant.EPOCH));
    assertThat(backups()).hasSize(3);
  }

  @Test
  void theScheduleOfABrokenCtWaitsForItsReturn() {
    ContainerId id = engine.room().need(ref(101)).id();
    schedules.set(ref(101), PLACE, HOUR, 30, TWO);
    schedules.close();
    engine.containers().destroy(ref(101)).await(PATIENCE);
    engine.room().parts().roster().broken(List.of(new BrokenRecord(id, "cut in half")));
    schedules = schedules();
    schedules.turn();
    assertThat(schedules.list()).hasSize(1);
    engine.room().parts().roster().broken(List.of());
    Eventually.holds("the schedule is gone", () -> schedules.list().isEmpty());
  }

  @Test
  void whatIsNewerThanTheTimeBetweenTwoIsWaitedFor() {
    backup();
    BackupSchedule set = schedules.set(ref(101), PLACE, HOUR, 30, TWO);
    assertThat(set.lastRun()).contains(backups().get(0).createdAt());
    assertThat(schedules.list()).containsExactly(set);
  }

  @Test
  void oneThatFailsIsToldAndNotTriedAgainAtOnce() {
    host.storage()
        .faults()
        .failOnce("write", () -> new ContainerException(ErrorCode.NO_SPACE, "the target is full"));
    schedules.set(ref(101), PLACE, HOUR, 30, TWO);
    assertThat(awaitRun().problem()).contains("the target is full");
    assertThat(schedules.list().get(0).result()).isEqualTo(Result.FAILED);
    assertThat(backups()).isEmpty();
    assertThat(engine.events().types()).contains("backup.failed");
  }

  private void awaitResult(int index, Result result) {
    Eventually.holds(
        "schedule " + index + " is " + result,
        () -> schedules.list().get(index).result() == result);
  }

  private long events(String type) {
    return engine.events().types().stream().filter(type::equals).count();
  }

  @Test
  void oneThatWaitsForAProviderSaysSoOnceAndIsMadeWhenThatIsBack() {
    schedules.close();
    schedules.set(ref(101), PLACE, HOUR, 30, TWO);
    engine.leases().remove(Family.BACKUP_TARGET, engine.target());
    schedules = schedules();
    awaitResult(0, Result.WAITING);
    BackupSchedule waiting = schedules.list().get(0);
    assertThat(waiting.problem()).contains("waiting for backup-target.fake");
    assertThat(waiting.lastRun()).isEmpty();
    schedules.turn();
    schedules.turn();
    assertThat(events("backup.waiting")).isEqualTo(1);
    engine.leases().add(Family.BACKUP_TARGET, engine.target());
    awaitResult(0, Result.MADE);
    assertThat(schedules.list().get(0).problem()).isEmpty();
    assertThat(backups()).hasSize(1);
  }

  @Test
  void oneWhoseJobIsParkedIsNotWaitedForWithoutEnd() {
    archive.inTheMiddle(() -> engine.leases().remove(Family.SNAPSHOTS, engine.snapshots()));
    schedules.set(ref(101), PLACE, HOUR, 30, TWO);
    awaitResult(0, Result.WAITING);
    assertThat(schedules.list().get(0).problem()).contains("waiting for snapshots.fake");
    schedules.turn();
    assertThat(events("backup.waiting")).isEqualTo(1);
    archive.inTheMiddle(() -> {});
    engine.leases().add(Family.SNAPSHOTS, engine.snapshots());
    awaitResult(0, Result.MADE);
  }

  @Test
  void oneThatHangsHoldsUpNobodyElse() {
    engine.create(102);
    CountDownLatch hang = new CountDownLatch(1);
    AtomicInteger writers = new AtomicInteger();
    archive.inTheMiddle(
        () -> {
          if (writers.getAndIncrement() == 0) {
            await(hang);
          }
        });
    schedules.set(ref(101), PLACE, HOUR, 30, TWO);
    Eventually.holds("the first one hangs", () -> writers.get() == 1);
    schedules.set(ref(102), PLACE, HOUR, 30, TWO);
    Eventually.holds(
        "the other one is made",
        () -> schedules.list().stream().anyMatch(s -> s.result() == Result.MADE));
    assertThat(schedules.list())
        .filteredOn(s -> s.result() == Result.MADE)
        .extracting(BackupSchedule::ctid)
        .containsExactly("102");
    hang.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDefectInOneScheduleIsToldAndDoesNotStarveTheOthers() {
    engine.create(102);
    schedules.close();
    schedules.set(ref(101), PLACE, HOUR, 30, TWO);
    schedules.set(ref(102), PLACE, HOUR, 30, TWO);
    ScheduleFile file = new ScheduleFile(folder.resolve("backup-schedules"));
    List<BackupSchedule> all = schedules.list();
    file.write(List.of(withoutEnd(all.get(0)), all.get(1)));
    schedules = schedules();
    awaitResult(1, Result.MADE);
    awaitResult(0, Result.FAILED);
    assertThat(schedules.list().get(0).problem()).contains("internal error");
    assertThat(events("backup.failed")).isPositive();
  }

  /** No calendar has the time of the next one. */
  private static BackupSchedule withoutEnd(BackupSchedule s) {
    return new BackupSchedule(
        s.container(),
        s.ctid(),
        s.location(),
        Duration.ofSeconds(Long.MAX_VALUE),
        s.chain(),
        s.retention(),
        Optional.of(Instant.EPOCH),
        s.result(),
        s.problem());
  }

  @Test
  void nothingGoesWhileOneCannotBeReadAndTheReasonIsTold() {
    BackupOptions full = new BackupOptions(Form.FULL, PLACE, "by hand");
    for (int i = 0; i < 3; i++) {
      new BackupEngine(engine.room()).backup(ref(101), full).await(PATIENCE);
    }
    backup();
    Backup child = backups().get(3);
    archive.unreadable(child.id().uuid(), true);
    assertThat(run(30, TWO)).contains(child.id().toString(), "cannot be read");
    archive.unreadable(child.id().uuid(), false);
    assertThat(backups()).hasSize(5).allMatch(b -> b.problem().isEmpty());
    assertThat(run(30, TWO)).isEmpty();
    assertThat(backups()).hasSizeLessThan(5);
  }

  @Test
  void thatBackupsWereKeptIsToldWithTheScheduleAndByAnEvent() {
    backup();
    backup();
    archive.unreadable(backups().get(1).id().uuid(), true);
    new BackupEngine(engine.room())
        .backup(ref(101), new BackupOptions(Form.FULL, PLACE, "by hand"))
        .await(PATIENCE);
    schedules.close();
    BackupSchedule set = schedules.set(ref(101), PLACE, HOUR, 30, new Retention(1, 0, 0, 0, 0));
    new ScheduleFile(folder.resolve("backup-schedules")).write(List.of(never(set)));
    schedules = schedules();
    awaitResult(0, Result.MADE);
    assertThat(schedules.list().get(0).problem()).contains("are kept because");
    assertThat(events("backup.kept")).isEqualTo(1);
    assertThat(backups()).hasSize(4);
  }

  private static BackupSchedule never(BackupSchedule s) {
    return new BackupSchedule(
        s.container(),
        s.ctid(),
        s.location(),
        s.every(),
        s.chain(),
        s.retention(),
        Optional.empty(),
        s.result(),
        s.problem());
  }

  @Test
  void schedulesOutliveTheDaemonAndEndWithTheirCt() {
    schedules.set(ref(101), PLACE, HOUR, 30, TWO);
    awaitRun();
    BackupSchedule before = schedules.list().get(0);
    schedules.close();
    schedules = schedules();
    assertThat(schedules.list()).containsExactly(before);
    engine.containers().destroy(ref(101)).await(PATIENCE);
    Eventually.holds("the schedule is gone", () -> schedules.list().isEmpty());
    assertThat(archive.backups()).hasSize(1);
  }

  @Test
  void oneIsReplacedAndDeleted() {
    new BackupEngine(engine.room())
        .backup(ref(101), new BackupOptions(Form.ANY, Optional.of("fake:a"), ""))
        .await(PATIENCE);
    schedules.set(ref(101), Optional.of("fake:a"), HOUR, 30, TWO);
    schedules.set(ref(101), Optional.of("fake:a"), HOUR.multipliedBy(2), 30, TWO);
    assertThat(schedules.list())
        .extracting(BackupSchedule::every)
        .containsExactly(HOUR.multipliedBy(2));
    schedules.delete(ref(101), Optional.of("fake:a"));
    assertThat(schedules.list()).isEmpty();
    refused(() -> schedules.delete(ref(101), Optional.of("fake:a")));
    refused(() -> schedules.set(ref(101), PLACE, Duration.ofSeconds(59), 30, TWO));
    refused(() -> schedules.set(ref(101), PLACE, Duration.ofDays(367), 30, TWO));
    refused(() -> schedules.set(ref(101), PLACE, HOUR, 0, TWO));
    assertThat(BackupScheduleService.LONGEST_CHAIN).isPositive();
  }

  private static void refused(Runnable work) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE));
  }
}
