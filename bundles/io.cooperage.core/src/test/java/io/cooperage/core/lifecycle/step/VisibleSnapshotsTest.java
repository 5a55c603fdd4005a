package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.cooperage.spi.storage.StoredSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VisibleSnapshotsTest {
  private static StoredSnapshot snapshot(int id, int parent, boolean current, boolean kept) {
    return new StoredSnapshot(
        new UUID(0, id),
        Optional.of(parent).filter(p -> p > 0).map(p -> new UUID(0, p)),
        current,
        false,
        1,
        1,
        kept ? Map.of(BackupNotes.KEPT_FOR, "file:/srv") : Map.of());
  }

  @Test
  void whatBackupsKeepIsLeftOutAndWhatGrewFromItGrowsFromItsParent() {
    List<StoredSnapshot> all =
        List.of(
            snapshot(1, 0, false, false),
            snapshot(2, 1, false, true),
            snapshot(3, 2, false, false),
            snapshot(4, 3, true, true));
    assertThat(VisibleSnapshots.of(all))
        .extracting(StoredSnapshot::id, StoredSnapshot::parent, StoredSnapshot::current)
        .containsExactly(
            tuple(new UUID(0, 1), Optional.empty(), false),
            tuple(new UUID(0, 3), Optional.of(new UUID(0, 1)), true));
  }

  @Test
  void nothingIsLeftOfThoseOfBackupsAlone() {
    assertThat(VisibleSnapshots.of(List.of(snapshot(1, 0, true, true)))).isEmpty();
  }
}
