package io.cooperage.core.lifecycle.step;

import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.storage.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives a CT the disk of a backup, and the record that goes with it. */
record RestoreDisk(EngineParts parts, BackupShelf shelf, NetworkPlug plug) implements Step {
  @Override
  public String name() {
    return "RestoreDisk";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    List<FoundBackup> all = shelf.all(TakeBackupSnapshot.place(context), live.id());
    List<FoundBackup> chain = BackupShelf.chain(all, TakeBackupSnapshot.backup(context));
    FoundBackup last = chain.get(chain.size() - 1);
    Map<String, List<String>> texts = texts(parts, live, last);
    // It was read anew since the job was accepted.
    HostReach.requireAllowed(
        last,
        parts.catalog().view(live.record().kinds()),
        live.record().parameters(),
        texts,
        HostReach.allowed(context));
    List<BackupFiles> files = shelf.files(chain);
    Volume then =
        parts
            .leases()
            .work(
                Family.BACKUPS,
                parts.volume(live).kind(),
                context,
                (b, progress) -> b.restore(files, live.id(), progress));
    BackupNotes notes = last.notes();
    boolean privileged = live.record().idMap().privileged();
    parts
        .keeper()
        .update(
            live,
            r ->
                r.volume(Optional.of(then))
                    .template(notes.template(), notes.templateDigest())
                    .parameters(texts)
                    .mounts(GuestSettings.mounts(texts, privileged)));
    plug.refreshAddresses(live);
    parts.event("backup.restored", live, "was restored from backup " + last.id());
  }

  // The target is not needed, so that one that is away leaves nothing unfinished in the pool.
  @Override
  public void undo(StepContext context) {
    LiveContainer live = parts.live(context);
    String kind = parts.volume(live).kind();
    parts.leases().run(Family.BACKUPS, kind, b -> b.discard(live.id()));
  }

  /** The texts that a CT has after it was restored. */
  static Map<String, List<String>> texts(EngineParts parts, LiveContainer live, FoundBackup from) {
    CatalogView view = parts.catalog().view(live.record().kinds());
    BackupNotes notes = from.notes();
    String storage = live.kind(Family.STORAGE.name());
    return new SnapshotNotes("", "", from.createdAt(), true, notes.parameters())
        .restored(live.record(), view, view.slice(Family.STORAGE, storage), true);
  }
}
