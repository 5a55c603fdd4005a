package io.cooperage.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.ContainerId;
import io.cooperage.core.lifecycle.step.BackupPlace;
import io.cooperage.core.lifecycle.step.FoundBackup;
import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.spi.storage.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SuperfluousTest {
  private static final ContainerId CT = ContainerId.random();
  private static final BackupPlace PLACE = BackupPlace.parse("/srv/backup");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Retention ONE = new Retention(1, 0, 0, 0, 0);

  private final List<FoundBackup> all = new ArrayList<>();

  private UUID add(Optional<UUID> parent, String problem, Instant createdAt) {
    UUID id = UUID.randomUUID();
    Volume volume = new Volume("ploop", CT, Map.of());
    StoredBackup stored =
        new StoredBackup(
            id, parent, parent.map(p -> "digest"), createdAt, volume, 1, 1, "digest", Map.of());
    all.add(new FoundBackup(PLACE, CT, id, Optional.of(stored), problem));
    return id;
  }

  private UUID full(int minutesAgo) {
    return add(Optional.empty(), "", NOW.minus(Duration.ofMinutes(minutesAgo)));
  }

  private Superfluous chosen() {
    return Superfluous.of(ONE, all, NOW);
  }

  @Test
  void whatIsOldGoes() {
    UUID old = full(9);
    full(1);
    assertThat(chosen()).isEqualTo(new Superfluous(List.of(old), ""));
  }

  @Test
  void nothingGoesThatAnUnreadableOneMayNeed() {
    full(9);
    full(8);
    full(1);
    UUID unread = UUID.randomUUID();
    all.add(new FoundBackup(PLACE, CT, unread, Optional.empty(), "the disk gave EIO"));
    assertThat(chosen().gone()).isEmpty();
    assertThat(chosen().withheld()).contains("2 older", unread.toString(), "EIO");
  }

  @Test
  void nothingGoesThatAMissingOneMayNeed() {
    full(9);
    UUID missing = UUID.randomUUID();
    UUID orphan = add(Optional.of(missing), "its parent is missing", NOW.minusSeconds(60));
    full(0);
    assertThat(chosen().gone()).isEmpty();
    assertThat(chosen().withheld()).contains(missing.toString(), orphan.toString());
  }

  @Test
  void whatOneFromTheFutureNeedsStays() {
    UUID base = full(9);
    UUID old = full(8);
    full(1);
    add(Optional.of(base), "", NOW.plusSeconds(60));
    assertThat(chosen()).isEqualTo(new Superfluous(List.of(old), ""));
  }

  @Test
  void nobodyIsToldOfDoubtsWhenNothingWouldGo() {
    full(1);
    all.add(new FoundBackup(PLACE, CT, UUID.randomUUID(), Optional.empty(), "EIO"));
    assertThat(chosen()).isEqualTo(new Superfluous(List.of(), ""));
  }
}
