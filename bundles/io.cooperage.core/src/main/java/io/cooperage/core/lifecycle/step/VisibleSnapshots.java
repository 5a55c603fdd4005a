package io.cooperage.core.lifecycle.step;

import io.cooperage.spi.storage.StoredSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The snapshots that are the operator's own, without those that backups keep. */
public final class VisibleSnapshots {
  private VisibleSnapshots() {}

  /** In the same order, each growing from the nearest one that is left. */
  public static List<StoredSnapshot> of(List<StoredSnapshot> all) {
    Map<UUID, StoredSnapshot> byId = new HashMap<>();
    all.forEach(s -> byId.put(s.id(), s));
    Optional<UUID> current =
        all.stream()
            .filter(StoredSnapshot::current)
            .findFirst()
            .flatMap(s -> nearest(byId, Optional.of(s.id())));
    List<StoredSnapshot> visible = new ArrayList<>();
    for (StoredSnapshot s : all) {
      if (!hidden(s)) {
        visible.add(
            new StoredSnapshot(
                s.id(),
                nearest(byId, s.parent()),
                current.filter(s.id()::equals).isPresent(),
                s.temporary(),
                s.size(),
                s.allocated(),
                s.notes()));
      }
    }
    return List.copyOf(visible);
  }

  private static boolean hidden(StoredSnapshot snapshot) {
    return snapshot.temporary() || snapshot.notes().containsKey(BackupNotes.KEPT_FOR);
  }

  private static Optional<UUID> nearest(Map<UUID, StoredSnapshot> byId, Optional<UUID> from) {
    Optional<UUID> at = from;
    while (at.map(byId::get).filter(VisibleSnapshots::hidden).isPresent()) {
      at = byId.get(at.get()).parent();
    }
    return at;
  }
}
