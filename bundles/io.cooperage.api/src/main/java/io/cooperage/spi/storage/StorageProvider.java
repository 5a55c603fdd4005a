package io.cooperage.spi.storage;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ParameterOwner;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.node.ProgressSink;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps disks of CTs. Optional abilities are further services of the same kind ({@code Snapshots},
 * {@code Clones} ...). Calls for one volume come one at a time; different volumes come in parallel.
 * Everything may be called again after a crash at any instant and then finishes or repairs what was
 * begun.
 */
@ConsumerType
public interface StorageProvider extends ParameterOwner {
  /** As stored with CTs: "ploop". */
  String kind();

  /**
   * Makes a disk below the CT's folder, durable when it answers but for its name in that folder,
   * which is flushed with the record that names it. A leftover of an earlier try is replaced.
   *
   * @throws io.cooperage.api.error.ContainerException NO_SPACE before anything is written
   */
  Volume create(VolumeRequest request, ProgressSink progress);

  /** Attaches and mounts it; repairs it first if it was in use when the machine died. */
  MountedVolume mount(Volume volume, MountRequest request);

  /** The device of a volume that is attached now; found anew after a restart of the daemon. */
  Optional<BlockDevice> device(Volume volume);

  /**
   * The whole devices, not partitions, that reads of a mounted volume reach beside its own, as of
   * the template below it; empty if there are none or none has a number.
   */
  default List<BlockDevice> sharedDevices(Volume volume) {
    return List.of();
  }

  /**
   * Closes the volume after its last user is gone, also after a crash; waits until the device is
   * free.
   */
  void release(Volume volume);

  /**
   * Applies changed parameters; attached tells whether it runs now. Answers the volume as it shall
   * be stored.
   */
  Volume apply(Volume volume, ParameterValues total, boolean attached);

  /** What is in force, for the provider's own parameters. */
  List<Effective> readBack(Volume volume);

  VolumeUsage usage(Volume volume);

  /**
   * Removes the disk; idempotent. A volume whose creation was interrupted comes without properties:
   * then everything that was begun for its container goes.
   */
  void destroy(Volume volume);

  /**
   * Makes a fresh disk in place of an old one that is not in use. The old one should stay whole
   * until the new one is ready; after a crash it is called again with the old volume.
   */
  default Volume replace(Volume old, VolumeRequest request, ProgressSink progress) {
    destroy(old);
    return create(request, progress);
  }

  /**
   * Mounts the root of a stopped CT on the host. Answers a new descriptor of that mount; if it is
   * mounted there already, whatever the request says, that one is opened. Set-user-id bits and
   * device nodes have no effect in it; asked for with the host's own ids, nothing in it can be
   * executed: it would run as the host's root.
   *
   * @param folder an existing, empty, root-only folder
   */
  default MountedVolume mountOnHost(Volume volume, MountRequest request, Path folder) {
    throw new ContainerException(
        ErrorCode.UNSUPPORTED, "storage '" + kind() + "' cannot mount a root on the host");
  }

  /**
   * Ends {@link #mountOnHost} and releases the volume; idempotent, the folder stays.
   *
   * @throws ContainerException IN_USE if somebody on the host still works in it
   */
  default void unmountOnHost(Volume volume, Path folder) {
    throw new ContainerException(
        ErrorCode.UNSUPPORTED, "storage '" + kind() + "' cannot mount a root on the host");
  }

  PoolStatus pool();

  /**
   * How much the pool can take now; empty if nobody needs to watch it. Costs about one system call:
   * it is asked once a second, and up to a hundred times a second when space gets short.
   */
  default Optional<PoolRoom> room() {
    return Optional.empty();
  }

  /** Bytes that a volume takes in the pool. As cheap as {@link #room}. */
  default long taken(Volume volume) {
    return usage(volume).allocated();
  }

  /**
   * The folder of all CTs in this pool, ready for use: {@code POOL/ct}. Each CT's own is named by
   * its UUID.
   */
  Path containersFolder();
}
