package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.backup.Backup;
import io.cooperage.api.backup.BackupOptions;
import io.cooperage.api.backup.BackupOptions.Form;
import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.backup.BackupScheduleService;
import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.Eventually;
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
    schedules = new ScheduleEngine(engine.room());
    engine.create(101);
  }

  @AfterEach
  void close() {
    schedules.close();
    engine.close();
  }

  private List<Backup> backups() {
    return engine.room().backupJobs().list(Optional.of(ref(101)), PLACE);
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

  private void run(int chain, Retention retention) {
    run(chain, retention, engine.room().parts().clock());
  }

  private void run(int chain, Retention retention, InstantSource clock) {
    LiveContainer live = engine.room().need(ref(101));
    BackupSchedule schedule =
        new BackupSchedule(
            live.id(), "101", PLACE.orElseThrow(), HOUR, chain, retention, Optional.empty(), "");
    new ScheduledBackup(engine.room().backupJobs(), live, schedule, clock).run();
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
    schedules = new ScheduleEngine(engine.room());
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
    assertThat(backups()).isEmpty();
    assertThat(engine.events().types()).contains("backup.failed");
  }

  @Test
  void schedulesOutliveTheDaemonAndEndWithTheirCt() {
    schedules.set(ref(101), PLACE, HOUR, 30, TWO);
    awaitRun();
    BackupSchedule before = schedules.list().get(0);
    schedules.close();
    schedules = new ScheduleEngine(engine.room());
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
