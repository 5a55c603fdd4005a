package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.storage.Volume;
import java.util.List;

/** Makes the disk of a new CT from a backup; the job holds nothing that is there already. */
record RestoreVolume(EngineParts parts, BackupShelf shelf) implements Step {
  /** Journaled: the CT that the backup was made of. */
  static final String SOURCE = "source";

  /** Journaled: the id of the new CT. */
  static final String RESTORED = "restored";

  /** Journaled: the kind of its storage. */
  static final String KIND = "kind";

  @Override
  public String name() {
    return "RestoreVolume";
  }

  static ContainerId restored(StepContext context) {
    return ContainerId.parse(context.value(RESTORED));
  }

  @Override
  public void run(StepContext context) {
    ContainerId source = ContainerId.parse(context.value(SOURCE));
    List<FoundBackup> all = shelf.all(TakeBackupSnapshot.place(context), source);
    List<FoundBackup> chain = BackupShelf.chain(all, TakeBackupSnapshot.backup(context));
    List<BackupFiles> files = shelf.files(chain);
    Volume made =
        parts
            .leases()
            .work(
                Family.BACKUPS,
                context.value(KIND),
                context,
                (b, progress) -> b.restore(files, restored(context), progress));
    context.hold(Volume.class, made);
    context.hold(FoundBackup.class, chain.get(chain.size() - 1));
  }

  @Override
  public void undo(StepContext context) {
    Disposal.destroyUnknown(parts, context.value(KIND), restored(context));
  }
}
