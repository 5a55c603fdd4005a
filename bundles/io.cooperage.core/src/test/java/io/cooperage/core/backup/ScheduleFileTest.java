package io.cooperage.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.backup.BackupSchedule.Result;
import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleFileTest {
  @TempDir Path folder;

  private static BackupSchedule schedule(Optional<Instant> lastRun, String problem) {
    return new BackupSchedule(
        ContainerId.random(),
        "101",
        "file:/srv/a\tb",
        Duration.ofHours(6),
        30,
        new Retention(1, 2, 3, 4, 5),
        lastRun,
        problem.isEmpty() ? Result.NONE : Result.FAILED,
        problem);
  }

  @Test
  void whatIsWrittenIsRead() {
    ScheduleFile file = new ScheduleFile(folder.resolve("schedules"));
    assertThat(file.read()).isEmpty();
    List<BackupSchedule> all =
        List.of(
            schedule(Optional.empty(), ""),
            schedule(Optional.of(Instant.parse("2026-01-02T03:04:05Z")), "it\nfailed"));
    file.write(all);
    assertThat(file.read()).isEqualTo(all);
  }

  @Test
  void aFileOfTheFirstVersionIsReadAndTheResultsAreInferred() throws IOException {
    Path path = folder.resolve("schedules");
    String head = ContainerId.random() + "\t101\tfile:/srv\tPT6H\t30\t1\t0\t0\t0\t0\t";
    String ran = "2026-01-02T03:04:05Z";
    Files.writeString(
        path,
        "backup-schedules 1\n" + head + "\t\n" + head + ran + "\t\n" + head + ran + "\tfull\n");
    assertThat(new ScheduleFile(path).read())
        .extracting(BackupSchedule::result)
        .containsExactly(Result.NONE, Result.MADE, Result.FAILED);
  }

  @Test
  void aFileThatIsNoneIsRefused() throws IOException {
    Path path = folder.resolve("schedules");
    for (String text :
        List.of("", "other 1\n", "backup-schedules 1\nx\ty\n", "backup-schedules 3\n")) {
      Files.writeString(path, text);
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> new ScheduleFile(path).read())
          .withMessageContaining(path.toString());
    }
  }
}
