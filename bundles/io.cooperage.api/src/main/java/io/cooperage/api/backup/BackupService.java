package io.cooperage.api.backup;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.job.Job;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Backups of CTs. Safe for any thread. Bad input is refused before a job is made; a CT that a job
 * holds answers BUSY. Every method throws {@link io.cooperage.api.error.ContainerException}:
 * NO_SUCH_CONTAINER, NO_SUCH_BACKUP, UNSUPPORTED where the CT's storage has no backups, WAITING
 * where the target's bundle is not there.
 */
@ProviderType
public interface BackupService {
  /**
   * Backs up a stopped or running CT. The file system of a running one is frozen for some
   * milliseconds; its memory is not kept.
   */
  Job<Backup> backup(ContainerRef ref, BackupOptions options);

  /**
   * The backups at a location, oldest first.
   *
   * @param ref of one CT alone, also of one that is gone; empty for all
   */
  List<Backup> list(Optional<ContainerRef> ref, Optional<String> location);

  /** Reads backups of a CT wholly: one with those that it needs, or all. */
  Job<List<BackupCheck>> verify(
      ContainerRef ref, Optional<BackupId> backup, Optional<String> location);

  /**
   * Gives a stopped CT, or a new one, disk and parameters of a backup.
   *
   * @param ref the CT that it was made of, also if that is gone
   */
  Job<Container> restore(ContainerRef ref, BackupId backup, RestoreOptions options);

  /**
   * Deletes a backup.
   *
   * @throws io.cooperage.api.error.ContainerException IN_USE if others hold the differences to it
   */
  Job<Void> delete(ContainerRef ref, BackupId backup, Optional<String> location);

  /** What the pool keeps of a CT for the next backup to each place; needs none of the places. */
  List<BackupBase> bases(ContainerRef ref);

  /**
   * Frees what the pool keeps of a CT for the next backup to a place, which is a full one then.
   * Backups are not touched, and the place need not be there.
   *
   * @throws io.cooperage.api.error.ContainerException NO_SUCH_BACKUP if nothing is kept for it
   */
  Job<Void> forget(ContainerRef ref, Optional<String> location);
}
