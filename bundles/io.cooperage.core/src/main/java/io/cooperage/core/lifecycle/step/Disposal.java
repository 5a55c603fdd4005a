package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.storage.Volume;
import java.util.Map;

/** The last of a CT. */
final class Disposal {
  private Disposal() {}

  /** Removes the disk, also one whose creation was interrupted; nothing if the CT is gone. */
  static void destroyVolume(EngineParts parts, ContainerId id) {
    parts
        .roster()
        .find(id)
        .ifPresent(
            live -> {
              String kind = live.kind(Family.STORAGE.name());
              Volume volume =
                  live.record().volume().orElseGet(() -> new Volume(kind, id, Map.of()));
              parts.leases().run(Family.STORAGE, volume.kind(), s -> s.destroy(volume));
            });
  }

  /** Removes the disk, and the folder, of a CT that was never known. */
  static void destroyUnknown(EngineParts parts, String kind, ContainerId id) {
    Volume begun = new Volume(kind, id, Map.of());
    parts.leases().run(Family.STORAGE, kind, s -> s.destroy(begun));
    parts.leases().run(Family.STORE, "", s -> s.delete(id));
  }

  /** Removes the record and everything that is known of the CT. */
  static void forget(EngineParts parts, ConsoleLogs consoles, ContainerId id) {
    parts.leases().run(Family.STORE, "", s -> s.delete(id));
    parts.roster().remove(id);
    parts.admission().settle(id);
    consoles.forget(id);
  }
}
