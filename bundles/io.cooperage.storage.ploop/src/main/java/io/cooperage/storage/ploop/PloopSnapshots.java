package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.Snapshots;
import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.mount.FrozenClone;
import io.cooperage.storage.ploop.mount.MappedUsers;
import io.cooperage.storage.ploop.mount.MountHolder;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.snapshot.DiskSnapshots;
import io.cooperage.storage.ploop.snapshot.ImageCopies;
import io.cooperage.storage.ploop.upkeep.Defragmenter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Snapshots of ploop disks: images that share blocks, in the tree of DiskDescriptor.xml. */
@Component(service = Snapshots.class)
public final class PloopSnapshots implements Snapshots {
  // Headers, a descriptor and notes; blocks are shared until somebody writes.
  private static final long OWN = 4L << 20;

  private final PloopPool pool;
  private final VolumeMounts mounts;
  private final DiskSnapshots snapshots;

  @Activate
  public PloopSnapshots(
      @Reference PloopPool pool,
      @Reference MountHolder holder,
      @Reference UserNamespaceSource namespaces,
      @Reference FrozenClone frozen) {
    this(pool, new VolumeMounts(pool, holder, namespaces, HostAbilities.detachedOverlay()), frozen);
  }

  PloopSnapshots(PloopPool pool, VolumeMounts mounts, FrozenClone frozen) {
    this.pool = pool;
    this.mounts = mounts;
    this.snapshots =
        new DiskSnapshots(new ImageCopies(mounts.fileSystems(), mounts.attachment(), frozen));
  }

  @Override
  public String kind() {
    return PloopStorage.KIND;
  }

  @Override
  public void take(Volume volume, SnapshotDraft draft) {
    Failures.done(
        "take a snapshot of CT " + volume.container(),
        () -> {
          pool.open().require(OWN, "a snapshot");
          DiskFolder disk = disk(volume);
          FileSystemKind kind = VolumeProperties.of(volume).fileSystem();
          inPlace(disk, () -> snapshots.take(disk, kind, draft));
        });
  }

  /** While the descriptor does not name all images of the disk none of their blocks is moved. */
  private void inPlace(DiskFolder disk, Runnable change) {
    pool.work()
        .during(
            Defragmenter.placesOf(disk),
            () -> {
              change.run();
              return disk;
            });
  }

  @Override
  public List<StoredSnapshot> list(Volume volume) {
    return Failures.told(
        "list the snapshots of CT " + volume.container(), () -> snapshots.list(disk(volume)));
  }

  @Override
  public Volume switchTo(Volume volume, UUID snapshot) {
    return Failures.told(
        "go back to a snapshot of CT " + volume.container(),
        () -> {
          pool.open().require(OWN, "a copy of the snapshot");
          VolumeProperties now = VolumeProperties.of(volume);
          DiskFolder disk = disk(volume);
          long size =
              pool.work()
                  .during(Defragmenter.placesOf(disk), () -> snapshots.switchTo(disk, snapshot));
          VolumeProperties then = size == now.size() ? now : now.withSize(size, size);
          return new Volume(volume.kind(), volume.container(), then.texts());
        });
  }

  @Override
  public void delete(Volume volume, Set<UUID> ids) {
    Failures.done(
        "delete snapshots of CT " + volume.container(),
        () -> {
          DiskFolder disk = disk(volume);
          inPlace(disk, () -> snapshots.delete(disk, ids));
        });
  }

  @Override
  public MountedVolume mountOnHost(
      Volume volume, UUID snapshot, MountRequest request, Path folder) {
    return Failures.told(
        "mount snapshot " + snapshot + " of CT " + volume.container() + " at " + folder,
        () -> {
          if (HostMount.present(folder)) {
            return new MountedVolume(HostMount.open(folder), Optional.empty());
          }
          DiskFolder disk = disk(volume);
          Path view = snapshots.openView(disk, snapshot);
          try {
            return mountView(VolumeProperties.of(volume), view, request, folder);
          } catch (RuntimeException e) {
            closeAfter(e, disk, snapshot);
            throw e;
          }
        });
  }

  private MountedVolume mountView(
      VolumeProperties properties, Path view, MountRequest request, Path folder) {
    MountRequest readOnly = new MountRequest(request.idMap(), request.layer(), true);
    try (MappedUsers users = mounts.users(request.idMap());
        LoopDevice device = mounts.attachment().attachImage(view, properties.fileSystem())) {
      MountedVolume root = mounts.mount(properties, device, users, readOnly);
      try {
        HostMount.move(root, folder, request.idMap().privileged());
        return root;
      } catch (RuntimeException e) {
        root.close();
        throw e;
      }
    }
  }

  private void closeAfter(RuntimeException reason, DiskFolder disk, UUID snapshot) {
    try {
      snapshots.closeView(disk, snapshot);
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void unmountOnHost(Volume volume, UUID snapshot, Path folder) {
    Failures.done(
        "unmount " + folder,
        () -> {
          HostMount.leave(folder);
          snapshots.closeView(disk(volume), snapshot);
        });
  }

  @Override
  public void recover(Volume volume) {
    Failures.done(
        "clear up the snapshots of CT " + volume.container(),
        () -> {
          DiskFolder disk = folder(volume);
          if (disk.exists()) {
            FileSystemKind kind = VolumeProperties.of(volume).fileSystem();
            inPlace(disk, () -> snapshots.recover(disk, kind));
          }
        });
  }

  private DiskFolder folder(Volume volume) {
    Pool open = pool.open();
    return DiskFolder.of(open.containers().resolve(volume.container().toString()));
  }

  private DiskFolder disk(Volume volume) {
    DiskFolder disk = folder(volume);
    if (!disk.exists()) {
      throw new ContainerException(
          ErrorCode.BROKEN_CONTAINER,
          "CT " + volume.container() + " has no disk at " + disk.path(),
          "restore it from a backup, or destroy the container");
    }
    return disk;
  }
}
