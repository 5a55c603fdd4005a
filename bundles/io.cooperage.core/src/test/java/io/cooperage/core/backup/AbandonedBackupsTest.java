package io.cooperage.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.core.backup.AbandonedBackups.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonedBackupsTest {
  private static final ContainerId CT = ContainerId.random();

  @TempDir Path folder;

  private AbandonedBackups open() {
    return new AbandonedBackups(folder.resolve("abandoned"));
  }

  private static Note note(String place) {
    return new Note(place, CT, UUID.randomUUID(), Instant.parse("2026-01-02T03:04:05Z"));
  }

  @Test
  void whatIsGivenUpIsKnownToTheNextDaemonUntilItIsGone() {
    Note one = note("file:/srv/a\tb");
    Note two = note("s3:bucket");
    List<String> reached = new ArrayList<>();
    AbandonedBackups first = open();
    first.onReached(reached::add);
    first.add(one);
    first.add(one);
    first.add(two);
    assertThat(reached).containsExactly(one.place(), one.place(), two.place());

    AbandonedBackups next = open();
    assertThat(next.all()).containsExactly(one, two);
    assertThat(next.of(one.place(), CT)).containsExactly(one.id());
    assertThat(next.of(one.place(), ContainerId.random())).isEmpty();
    next.remove(one);
    next.forget(two.place(), CT);
    assertThat(open().all()).isEmpty();
  }

  @Test
  void aFileThatIsNoneIsRefused() throws IOException {
    Path path = folder.resolve("abandoned");
    for (String text : List.of("", "other 1\n", "abandoned-backups 1\nx\ty\n")) {
      Files.writeString(path, text);
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> open().all())
          .withMessageContaining(path.toString());
    }
  }
}
