package io.cooperage.api.snapshot;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.job.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Snapshots and clones of CTs. Safe for any thread. Bad input is refused before a job is made; a CT
 * that a job holds answers BUSY. Every method throws {@link
 * io.cooperage.api.error.ContainerException}: NO_SUCH_CONTAINER, NO_SUCH_SNAPSHOT, UNSUPPORTED
 * where the CT's storage has no snapshots.
 */
@ProviderType
public interface SnapshotService {
  /**
   * Takes a snapshot of a stopped or running CT. Of a running one the file system is frozen for
   * some milliseconds; its memory is not kept.
   */
  Job<Snapshot> take(ContainerRef ref, SnapshotOptions options);

  /** The snapshots of a CT, parents before children, else in the order of their making. */
  List<Snapshot> list(ContainerRef ref);

  /**
   * A snapshot by its id, or by its name.
   *
   * @throws io.cooperage.api.error.ContainerException NO_SUCH_SNAPSHOT; BAD_VALUE if several bear
   *     the name
   */
  Snapshot get(ContainerRef ref, String idOrName);

  /**
   * Gives a stopped CT the disk of a snapshot, and the parameters that were saved with it. What was
   * written since the last snapshot is lost.
   *
   * @param skipConfig whether the parameters stay as they are, but for those of the disk
   */
  Job<Container> switchTo(ContainerRef ref, SnapshotId id, boolean skipConfig);

  /**
   * Deletes a snapshot; what grew from it grows from its parent then.
   *
   * @param children whether all snapshots that grew from it go too
   */
  Job<Void> delete(ContainerRef ref, SnapshotId id, boolean children);

  /**
   * Merges a snapshot, or the disk as it is now, into its parent: the content stays, the parent's
   * own is lost.
   *
   * @param id the one to merge; empty for the disk as it is now
   * @param all whether all of its ancestors are merged
   */
  Job<Void> merge(ContainerRef ref, Optional<SnapshotId> id, boolean all);

  /** Mounts a snapshot read-only on the host, with ids as on disk; the path is root-only. */
  default Job<Path> mount(ContainerRef ref, SnapshotId id) {
    return mount(ref, id, Optional.empty());
  }

  /**
   * Mounts a snapshot read-only on the host, with ids as on disk.
   *
   * @param target where, an absolute path of an empty folder, which stays when it is unmounted;
   *     empty for a root-only place of the node's own
   * @throws io.cooperage.api.error.ContainerException BAD_VALUE if the target is no such folder
   */
  Job<Path> mount(ContainerRef ref, SnapshotId id, Optional<Path> target);

  Job<Void> unmount(ContainerRef ref, SnapshotId id);

  /**
   * Makes a stopped CT that has what a stopped or running one has on its disk, or had when a
   * snapshot was taken. The two share blocks until either writes. A snapshot brings the disk and
   * its size; the other parameters are those of the source.
   */
  Job<Container> copy(ContainerRef source, CloneOptions options);
}
