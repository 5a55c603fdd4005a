package io.cooperage.core.lifecycle;

import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Snapshots;
import io.cooperage.spi.storage.Volume;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Lets each provider of snapshots clear up once what an earlier daemon left of every CT, after the
 * CT's interrupted jobs. Single-threaded.
 */
final class SnapshotCare {
  private final EngineParts parts;
  private final Set<String> done = new HashSet<>();

  SnapshotCare(EngineParts parts) {
    this.parts = parts;
  }

  /** Goes on with the providers that are there now. */
  void advance() {
    for (Offer<Snapshots> offer : parts.leases().offers(Family.SNAPSHOTS)) {
      if (done.add(offer.kind())) {
        parts.roster().all().forEach(live -> enqueue(live, offer.kind()));
      }
    }
  }

  private void enqueue(LiveContainer live, String kind) {
    parts.jobs().quietly(live.id().toString(), () -> clear(live, kind));
  }

  private void clear(LiveContainer live, String kind) {
    Optional<Volume> volume = live.record().volume().filter(v -> v.kind().equals(kind));
    volume.ifPresent(v -> parts.leases().run(Family.SNAPSHOTS, kind, s -> s.recover(v)));
  }
}
