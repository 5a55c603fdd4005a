package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.spi.storage.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives a CT the disk of a snapshot, and the record that goes with it. */
record SwitchDisk(EngineParts parts, NetworkPlug plug) implements Step {
  @Override
  public String name() {
    return "SwitchDisk";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    SnapshotId id = SnapshotId.parse(context.value(TakeSnapshot.SNAPSHOT));
    boolean all = context.value(TakeSnapshot.CONFIG).equals("yes");
    Map<String, List<String>> texts = texts(parts, live, id, all);
    Volume now = parts.volume(live);
    Volume then =
        parts.leases().call(Family.SNAPSHOTS, now.kind(), s -> s.switchTo(now, id.uuid()));
    boolean privileged = live.record().idMap().privileged();
    parts
        .keeper()
        .update(
            live,
            r ->
                r.volume(Optional.of(then))
                    .parameters(texts)
                    .mounts(GuestSettings.mounts(texts, privileged)));
    plug.refreshAddresses(live);
    parts.event("snapshot.switched", live, "went back to snapshot " + id);
  }

  /**
   * The texts that a CT has after it went back.
   *
   * @throws ContainerException NO_SUCH_SNAPSHOT
   */
  static Map<String, List<String>> texts(
      EngineParts parts, LiveContainer live, SnapshotId id, boolean all) {
    Volume volume = parts.volume(live);
    StoredSnapshot stored =
        parts.leases().call(Family.SNAPSHOTS, volume.kind(), s -> s.list(volume)).stream()
            .filter(s -> s.id().equals(id.uuid()))
            .findFirst()
            .orElseThrow(
                () ->
                    new ContainerException(
                        ErrorCode.NO_SUCH_SNAPSHOT,
                        "CT " + live + " has no snapshot " + id,
                        "'ct snapshot-list " + live + "' shows those that are there."));
    CatalogView view = parts.catalog().view(live.record().kinds());
    return SnapshotNotes.of(stored.notes())
        .restored(live.record(), view, view.slice(Family.STORAGE, volume.kind()), all);
  }
}
