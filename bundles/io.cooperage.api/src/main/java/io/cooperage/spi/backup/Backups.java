package io.cooperage.spi.backup;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.Volume;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Backups of volumes: an optional service of the same kind as a {@link
 * io.cooperage.spi.storage.StorageProvider} that has snapshots. Whatever is read from a target is
 * checked before it is used. A chain is a full backup and those that follow, each the parent of the
 * next.
 */
@ConsumerType
public interface Backups {
  /** That of the storage provider. */
  String kind();

  /**
   * Writes a backup from the volume's snapshot of the same id; whole and durable when it answers.
   *
   * @throws io.cooperage.api.error.ContainerException NO_SUCH_SNAPSHOT if that or the parent's is
   *     missing, CANCELLED, NO_SPACE
   */
  StoredBackup write(Volume volume, BackupDraft draft, BackupFiles files, ProgressSink progress);

  /**
   * Reads a manifest.
   *
   * @return empty if there is none, or if it is one of another kind
   * @throws io.cooperage.api.error.ContainerException BROKEN_BACKUP
   */
  Optional<StoredBackup> read(BackupFiles files);

  /**
   * Whether these files were begun by this very provider and have no manifest, so that nothing can
   * have been made after them.
   *
   * @throws io.cooperage.api.error.ContainerException if that cannot be told now
   */
  default boolean unfinished(BackupFiles files) {
    return false;
  }

  /**
   * Reads one backup of a chain wholly and compares every block with its digest.
   *
   * @throws io.cooperage.api.error.ContainerException BROKEN_BACKUP with what is wrong
   */
  void verify(BackupFiles files, ProgressSink progress);

  /**
   * Makes a disk as the last of a chain holds it, in place of an older one, which stays whole until
   * then; durable when it answers. Every block is compared with its digest. Called again after a
   * crash.
   *
   * @param target the CT that gets it; the disk keeps its identity only if it was made of this one
   * @return the volume as it shall be stored
   * @throws io.cooperage.api.error.ContainerException BROKEN_BACKUP, IN_USE, NO_SPACE
   */
  Volume restore(List<BackupFiles> chain, ContainerId target, ProgressSink progress);

  /**
   * Removes what an interrupted {@link #restore} left beside a CT's disk, which stays. Needs no
   * target; idempotent.
   */
  default void discard(ContainerId target) {}
}
