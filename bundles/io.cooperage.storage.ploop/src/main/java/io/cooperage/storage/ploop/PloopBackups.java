package io.cooperage.storage.ploop;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.backup.BackupDraft;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.Backups;
import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.backup.BackupContent;
import io.cooperage.storage.ploop.backup.BackupReader;
import io.cooperage.storage.ploop.backup.BackupWriter;
import io.cooperage.storage.ploop.backup.DamagedBackupException;
import io.cooperage.storage.ploop.backup.ImageRestore;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.mount.FrozenClone;
import io.cooperage.storage.ploop.mount.MountHolder;
import io.cooperage.storage.ploop.snapshot.DiskSnapshots;
import io.cooperage.storage.ploop.upkeep.Defragmenter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Backups of ploop disks, the differences told by where two snapshots lie on the pool. */
@Component(service = Backups.class)
public final class PloopBackups implements Backups {
  private final PloopPool pool;
  private final Disks disks;

  @Activate
  public PloopBackups(
      @Reference PloopPool pool,
      @Reference MountHolder holder,
      @Reference UserNamespaceSource namespaces,
      @Reference FrozenClone frozen) {
    this(pool, new VolumeMounts(pool, holder, namespaces, HostAbilities.detachedOverlay()), frozen);
  }

  PloopBackups(PloopPool pool, VolumeMounts mounts, FrozenClone frozen) {
    this.pool = pool;
    this.disks = new Disks(pool, mounts, PloopStorage.copies(mounts, frozen));
  }

  @Override
  public String kind() {
    return PloopStorage.KIND;
  }

  @Override
  public StoredBackup write(
      Volume volume, BackupDraft draft, BackupFiles files, ProgressSink progress) {
    return Failures.told(
        "back up CT " + volume.container(),
        () -> {
          DiskFolder disk = DiskFolder.of(disks.folder(volume));
          Path image = DiskSnapshots.image(disk, draft.id());
          Optional<Path> older = draft.parent().map(p -> DiskSnapshots.image(disk, p.id()));
          BackupContent content =
              pool.work()
                  .during(
                      Defragmenter.placesOf(disk),
                      () -> BackupContent.of(draft.id(), image, older));
          return BackupWriter.write(volume, draft, image, content, files, progress);
        });
  }

  @Override
  public Optional<StoredBackup> read(BackupFiles files) {
    return sound(files, () -> BackupReader.open(files).map(BackupReader::backup));
  }

  @Override
  public boolean unfinished(BackupFiles files) {
    return Failures.told(
        "look at the backup " + files.title(), () -> BackupReader.unfinished(files));
  }

  @Override
  public void verify(BackupFiles files, ProgressSink progress) {
    sound(
        files,
        () -> {
          BackupReader reader = BackupReader.need(files);
          reader.verify(progress);
          return reader;
        });
  }

  @Override
  public Volume restore(List<BackupFiles> chain, ContainerId target, ProgressSink progress) {
    List<BackupReader> readers =
        chain.stream().map(f -> sound(f, () -> BackupReader.need(f))).toList();
    BackupFiles last = chain.get(chain.size() - 1);
    ImageRestore image = sound(last, () -> new ImageRestore(readers));
    StoredBackup backup = readers.get(readers.size() - 1).backup();
    VolumeProperties stored = VolumeProperties.of(backup.volume());
    VolumeProperties properties =
        stored.size() == backup.size() ? stored : stored.withSize(backup.size(), backup.size());
    Volume volume = new Volume(PloopStorage.KIND, target, properties.texts());
    boolean same = target.equals(backup.volume().container());
    return pool.promised(
        disks.folder(volume),
        backup.size(),
        () ->
            sound(
                last,
                () -> {
                  disks.restore(volume, image, same, progress);
                  return volume;
                }));
  }

  @Override
  public void discard(ContainerId target) {
    Failures.done("clear up the disk of CT " + target, () -> disks.discard(target));
  }

  private static <T> T sound(BackupFiles files, Supplier<T> work) {
    try {
      return Failures.told("read the backup " + files.title(), work);
    } catch (DamagedBackupException e) {
      throw new ContainerException(
          ErrorCode.BROKEN_BACKUP,
          "the backup " + files.title() + " is damaged: " + e.getMessage(),
          "'ct backup-verify' tells which backups are sound; make a full one with 'ct backup --full'",
          e);
    }
  }
}
