package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.snapshot.SnapshotId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotPlaceTest {
  @TempDir Path run;

  private final ContainerId id = ContainerId.random();
  private final SnapshotId snapshot = SnapshotId.random();

  @Test
  void theFolderTellsTheNextDaemonWhatIsMounted() {
    SnapshotPlace place = SnapshotPlace.of(run, id, snapshot);
    assertThat(place.present()).isFalse();
    assertThat(SnapshotPlace.all(run)).isEmpty();
    place.make(Optional.empty());
    place.make(Optional.empty());
    assertThat(SnapshotPlace.all(run)).containsExactly(place);
    assertThat(place.mounted()).isEqualTo(place.folder());
    place.remove();
    assertThat(place.present()).isFalse();
  }

  @Test
  void anOperatorsPlaceIsRememberedAndStays() throws IOException {
    Path target = Files.createDirectory(run.resolve("target"));
    SnapshotPlace place = SnapshotPlace.of(run, id, snapshot);
    place.make(Optional.of(target));
    place.make(Optional.of(target));
    assertThat(place.mounted()).isEqualTo(target);
    assertThat(SnapshotPlace.all(run)).containsExactly(place);
    place.remove();
    assertThat(place.present()).isFalse();
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aPlaceThatLeadsNowhereIsStillThere() {
    SnapshotPlace place = SnapshotPlace.of(run, id, snapshot);
    place.make(Optional.of(run.resolve("gone")));
    assertThat(place.present()).isTrue();
    assertThat(place.mounted()).isEqualTo(run.resolve("gone"));
  }
}
