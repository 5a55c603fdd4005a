package io.cooperage.core.lifecycle;

import io.cooperage.api.backup.Backup;
import io.cooperage.api.backup.BackupBase;
import io.cooperage.api.backup.BackupCheck;
import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.BackupOptions;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.backup.RestoreOptions;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.job.Job;
import io.cooperage.core.roster.LiveContainer;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Backups for the fronts, handed to the part that does it. */
@Component(service = BackupService.class)
public final class BackupEngine implements BackupService {
  private final EngineRoom room;

  /** Called by the framework. */
  @Activate
  public BackupEngine(@Reference EngineRoom room) {
    this.room = room;
  }

  @Override
  public Job<Backup> backup(ContainerRef ref, BackupOptions options) {
    return room.lifecycle().backupJobs().backup(room.need(ref), options);
  }

  @Override
  public List<Backup> list(Optional<ContainerRef> ref, Optional<String> location) {
    room.requireLoaded();
    return room.lifecycle().backupJobs().list(ref, location);
  }

  @Override
  public Job<List<BackupCheck>> verify(
      ContainerRef ref, Optional<BackupId> backup, Optional<String> location) {
    room.requireLoaded();
    return room.lifecycle().backupJobs().verify(ref, backup, location);
  }

  @Override
  public Job<Container> restore(ContainerRef ref, BackupId backup, RestoreOptions options) {
    room.requireLoaded();
    return room.lifecycle().restoreJobs().restore(ref, backup, options);
  }

  @Override
  public Job<Void> delete(ContainerRef ref, BackupId backup, Optional<String> location) {
    room.requireLoaded();
    return room.lifecycle().backupJobs().delete(ref, backup, location);
  }

  @Override
  public List<BackupBase> bases(ContainerRef ref) {
    return room.lifecycle().backupBases().list(room.need(ref));
  }

  @Override
  public Job<Void> forget(ContainerRef ref, Optional<String> location) {
    LiveContainer live = room.need(ref);
    return room.lifecycle()
        .backupBases()
        .forget(live, room.lifecycle().backupJobs().place(location));
  }
}
