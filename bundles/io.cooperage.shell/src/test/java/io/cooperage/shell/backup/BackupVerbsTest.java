package io.cooperage.shell.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.backup.BackupId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Runs;
import io.cooperage.shell.verb.Verb;
import io.cooperage.testing.front.FakeBackups;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackupVerbsTest {
  private final FakeJobs jobs = new FakeJobs();
  private final FakeContainers containers = new FakeContainers(jobs);
  private final FakeBackups backups = new FakeBackups(jobs, containers);
  private final Verb backup = new BackupVerb(containers, backups);
  private final Verb list = new BackupListVerb(containers, backups);
  private final Verb verify = new BackupVerifyVerb(containers, backups);
  private final Verb restore = new RestoreVerb(containers, backups);
  private final Verb forget = new BackupForgetVerb(containers, backups);
  private final Verb delete = new BackupDeleteVerb(containers, backups);

  @BeforeEach
  void add() {
    containers.add(101, "web", ContainerState.STOPPED);
    assertThat(Runs.ct(backup, "101", "--target", "/srv/backup").output()).contains("full, 1M");
  }

  private BackupId id() {
    return backups.list(Optional.empty(), Optional.empty()).get(0).id();
  }

  @Test
  void backupsAreListedAsTableAndJson() {
    assertThat(Runs.ct(backup, "101", "--description", "nightly").output()).contains("incremental");
    assertThat(Runs.ct(backup, "101", "--full", "--json").output()).contains("\"parent\" : null");
    assertThat(Runs.ct(list, "101").output()).contains("PARENT_UUID", id().toString(), "web");
    assertThat(Runs.ct(list, "--no-header").output()).doesNotContain("UUID");
    assertThat(Runs.ct(list, "--json").output())
        .contains("\"location\" : \"/srv/backup\"", "\"description\" : \"nightly\"");
  }

  @Test
  void verifyTellsByItsExitCode() {
    assertThat(Runs.ct(verify, "101").code()).isZero();
    backups.damage("it needs another one");
    assertThat(Runs.ct(verify, "101", id().toString()).output()).contains("it needs another one");
    assertThat(Runs.ct(verify, "101", "--json").code()).isEqualTo(ExitCode.BROKEN_BACKUP.number());
  }

  @Test
  void aBackupIsRestoredAndDeleted() {
    BackupId id = id();
    assertThat(Runs.ct(restore, "101", id.toString()).output()).contains("Container 101");
    assertThat(Runs.ct(restore, "101", id.toString(), "--json").output())
        .contains("\"ctid\" : 101");
    Runs.ct(restore, "101", id.toString(), "--ctid", "201", "--name", "other");
    Runs.ct(restore, "101", id.toString(), "--ctid", "202", "--privileged");
    Runs.ct(delete, "101", id.toString());
    assertThat(backups.asked())
        .containsExactly(
            "restore " + id + " to itself",
            "restore " + id + " to itself",
            "restore " + id + " to 201",
            "restore " + id + " to 202, privileged",
            "delete " + id);
  }

  @Test
  void whatIsKeptForALostPlaceIsListedAndFreed() {
    assertThat(Runs.ct(forget, "101", "--list").output())
        .contains("TARGET", "/srv/backup", id().toString(), "1M");
    assertThat(Runs.ct(forget, "101", "--list", "--json").output())
        .contains("\"location\" : \"/srv/backup\"");
    assertThat(Runs.complete(forget, "101", "--target", "/")).contains("/srv/backup");
    refused(ErrorCode.NO_SUCH_BACKUP, forget, "101");
    refused(ErrorCode.BAD_OPTION, forget, "101", "--json");
    assertThat(Runs.ct(forget, "101", "--target", "/srv/backup").output()).contains("full one");
    assertThat(backups.asked()).containsExactly("forget /srv/backup");
    assertThat(Runs.ct(forget, "101", "--list").output()).doesNotContain("/srv");
  }

  @Test
  void whatIsMissingOrUnknownIsRefused() {
    refused(ErrorCode.BAD_VALUE, restore, "101", "x");
    refused(ErrorCode.BAD_VALUE, restore, "101", id().toString(), "--ctid", "1");
    refused(ErrorCode.BAD_OPTION, backup, "101", "--full", "--incremental");
    refused(ErrorCode.NO_SUCH_BACKUP, delete, "101", BackupId.random().toString());
    refused(ErrorCode.NO_SUCH_CONTAINER, backup, "999");
    assertThat(ExitCode.of(ErrorCode.NO_SUCH_BACKUP).number()).isEqualTo(160);
  }

  @Test
  void containersAndBackupsAreCompleted() {
    assertThat(Runs.complete(restore, "1")).contains("101");
  }

  private static void refused(ErrorCode code, Verb verb, String... words) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(verb, words))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
