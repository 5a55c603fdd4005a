package io.cooperage.spi.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Snapshots of volumes: an optional service of the same kind as a {@link StorageProvider}. Calls
 * for one volume come one at a time, with the provider's own calls for it. Each change is one
 * atomic step on disk: after a crash the volume is as before or as after, and the same call may
 * come again.
 */
@ConsumerType
public interface Snapshots {
  /** That of the storage provider. */
  String kind();

  /**
   * Takes a snapshot, durable when it answers; one of a mounted volume holds what a clean unmount
   * would have left. Nothing happens if it is there already.
   *
   * @throws io.cooperage.api.error.ContainerException NO_RESOURCES if there are as many as can be,
   *     NO_SPACE
   */
  void take(Volume volume, SnapshotDraft draft);

  /** All of a volume, parents before children. */
  List<StoredSnapshot> list(Volume volume);

  /**
   * Gives a volume that is not mounted the content of a snapshot; what it had is lost. Answers the
   * volume as it shall be stored.
   *
   * @throws io.cooperage.api.error.ContainerException NO_SUCH_SNAPSHOT, IN_USE
   */
  Volume switchTo(Volume volume, UUID snapshot);

  /**
   * Deletes all of these in one step; what grew from one grows from its parent then. Ones that are
   * not there are passed over.
   *
   * @throws io.cooperage.api.error.ContainerException IN_USE if one is mounted; none is deleted
   *     then
   */
  void delete(Volume volume, Set<UUID> snapshots);

  /**
   * Mounts a snapshot's root read-only on the host, as {@link StorageProvider#mountOnHost} does.
   *
   * @param folder an existing, empty, root-only folder
   */
  MountedVolume mountOnHost(Volume volume, UUID snapshot, MountRequest request, Path folder);

  /**
   * Ends {@link #mountOnHost}; idempotent, the folder stays.
   *
   * @throws io.cooperage.api.error.ContainerException IN_USE if somebody on the host works in it
   */
  void unmountOnHost(Volume volume, UUID snapshot, Path folder);

  /**
   * Called once for each volume after a start of the daemon: thaws what was left frozen, deletes
   * temporary snapshots and what interrupted calls left.
   */
  void recover(Volume volume);
}
