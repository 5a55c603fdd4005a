package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.backup.AbandonedBackups.Note;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.backup.BackupDraft;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.spi.storage.Volume;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes a backup from its snapshot. */
record WriteBackup(EngineParts parts, BackupShelf shelf) implements Step {
  /** Journaled: the backup that it is compared with; nothing for a full one. */
  static final String PARENT = "parent";

  /** Journaled: what the operator says of it. */
  static final String NOTE = "note";

  @Override
  public String name() {
    return "WriteBackup";
  }

  @Override
  public void run(StepContext context) {
    BackupPlace place = TakeBackupSnapshot.place(context);
    try {
      shelf.inTurn(place, context.container(), () -> write(context, place));
    } catch (ContainerException e) {
      boolean gone = parts.leases().find(Family.BACKUP_TARGET, place.kind()).isEmpty();
      throw gone && e.code() == ErrorCode.WAITING ? LeasedFiles.gone(place, e) : e;
    }
    shelf.abandoned().reached(place.toString());
  }

  private void write(StepContext context, BackupPlace place) {
    LiveContainer live = parts.live(context);
    Volume volume = parts.volume(live);
    UUID id = TakeBackupSnapshot.backup(context);
    BackupDraft draft =
        new BackupDraft(
            id,
            parent(context, live, place),
            context.createdAt(),
            BackupNotes.of(live.record(), context.value(NOTE)).texts());
    BackupFiles files = shelf.files(place, live.id(), id);
    StoredBackup made =
        parts
            .leases()
            .work(
                Family.BACKUPS,
                volume.kind(),
                context,
                (b, progress) -> b.write(volume, draft, files, progress));
    context.hold(FoundBackup.class, new FoundBackup(place, made));
    parts.event("backup.made", live, "has backup " + id + " at " + place + " now");
  }

  private Optional<StoredBackup> parent(
      StepContext context, LiveContainer live, BackupPlace place) {
    String parent = context.value(PARENT);
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    List<FoundBackup> all = shelf.all(place, live.id());
    List<FoundBackup> chain = BackupShelf.chain(all, UUID.fromString(parent));
    return chain.get(chain.size() - 1).stored();
  }

  // The target may be away, or hang: the CT does not wait for it.
  @Override
  public void undo(StepContext context) {
    shelf
        .abandoned()
        .add(
            new Note(
                TakeBackupSnapshot.place(context).toString(),
                context.container(),
                TakeBackupSnapshot.backup(context),
                parts.clock().instant()));
  }
}
