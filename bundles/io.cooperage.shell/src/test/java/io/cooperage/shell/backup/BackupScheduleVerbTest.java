package io.cooperage.shell.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.backup.BackupSchedule.Result;
import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.shell.verb.Runs;
import io.cooperage.shell.verb.Verb;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import io.cooperage.testing.front.FakeSchedules;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackupScheduleVerbTest {
  private final FakeContainers containers = new FakeContainers(new FakeJobs());
  private final FakeSchedules schedules = new FakeSchedules(containers);
  private final Verb verb = new BackupScheduleVerb(containers, schedules);

  @BeforeEach
  void add() {
    containers.add(101, "web", ContainerState.STOPPED);
  }

  @Test
  void aScheduleIsSetListedAndDeleted() {
    assertThat(
            Runs.ct(verb, "set", "101", "--every", "6h", "--keep-daily", "7", "--chain", "5")
                .output())
        .contains("every 6h");
    assertThat(schedules.list().get(0).every()).isEqualTo(Duration.ofHours(6));
    assertThat(schedules.list().get(0).chain()).isEqualTo(5);
    assertThat(schedules.list().get(0).retention()).isEqualTo(new Retention(0, 0, 7, 0, 0));
    assertThat(Runs.ct(verb, "list").output()).contains("101", "6h", "0l 0h 7d 0w 0m");
    assertThat(Runs.ct(verb, "list", "--json").output()).contains("\"daily\" : 7");
    Runs.ct(verb, "delete", "101");
    assertThat(schedules.list()).isEmpty();
  }

  @Test
  void whatBecameOfTheLastOneIsListedWithTheReason() {
    Runs.ct(verb, "set", "101", "--every", "6h");
    schedules.attempted(Result.WAITING, "waiting for backup-target.s3");
    assertThat(Runs.ct(verb, "list").output())
        .contains("RESULT", "REASON", "waiting ", "waiting for backup-target.s3");
    assertThat(Runs.ct(verb, "list", "--json").output()).contains("\"result\" : \"waiting\"");
  }

  @Test
  void periodsAreReadAndShown() {
    assertThat(Periods.parse("90m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Periods.parse("2w")).isEqualTo(Duration.ofDays(14));
    assertThat(Periods.format(Duration.ofMinutes(90))).isEqualTo("90m");
    assertThat(Periods.format(Duration.ofDays(14))).isEqualTo("14d");
  }

  @Test
  void nonsenseIsRefused() {
    refused(ErrorCode.BAD_VALUE, "put", "101");
    refused(ErrorCode.BAD_OPTION, "set", "101");
    refused(ErrorCode.BAD_OPTION, "set", "--every", "1d");
    refused(ErrorCode.BAD_VALUE, "set", "101", "--every", "often");
    refused(ErrorCode.BAD_VALUE, "set", "101", "--every", "1d", "--keep-last", "-1");
    refused(ErrorCode.BAD_VALUE, "delete", "101");
    refused(ErrorCode.NO_SUCH_CONTAINER, "delete", "999");
  }

  private void refused(ErrorCode code, String... words) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(verb, words))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
