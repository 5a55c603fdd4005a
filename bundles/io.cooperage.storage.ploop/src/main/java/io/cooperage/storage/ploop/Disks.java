package io.cooperage.storage.ploop;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.disk.CheckedImage;
import io.cooperage.api.disk.Compaction;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.file.FileSystemStatus;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeUsage;
import io.cooperage.storage.ploop.backup.ImageRestore;
import io.cooperage.storage.ploop.image.BlankImages;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.DiskMaker;
import io.cooperage.storage.ploop.image.DiskSpec;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.image.Layout;
import io.cooperage.storage.ploop.mount.DiskAttachment;
import io.cooperage.storage.ploop.mount.DiskResizer;
import io.cooperage.storage.ploop.mount.MappedUsers;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.pool.Reflink;
import io.cooperage.storage.ploop.snapshot.DiskSnapshots;
import io.cooperage.storage.ploop.snapshot.ImageCopies;
import io.cooperage.storage.ploop.transfer.DiskTransfer;
import io.cooperage.storage.ploop.upkeep.Defragmenter;
import io.cooperage.storage.ploop.upkeep.DiskCheckup;
import io.cooperage.storage.ploop.upkeep.DiskCompaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What is done to one disk, with its failures told by CT. Safe for any thread. */
final class Disks {
  private static final long BLANK = 16L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** So many bytes of a file system need one byte to describe them when it is grown. */
  private static final long BYTES_OF_GROUPS = 1 << 14;

  private final PloopPool pool;
  private final VolumeMounts mounts;
  private final ImageCopies copies;
  private final FileSystems fileSystems;
  private final DiskAttachment attachment;
  private final BlankImages blanks;
  private final DiskMaker maker;
  private final DiskCheckup checkup;
  private final DiskTransfer transfer;
  private final DiskConversion conversion;
  private final DiskCompaction compaction;

  Disks(PloopPool pool, VolumeMounts mounts, ImageCopies copies) {
    this.pool = pool;
    this.mounts = mounts;
    this.copies = copies;
    this.fileSystems = mounts.fileSystems();
    this.attachment = mounts.attachment();
    this.blanks =
        new BlankImages(
            pool.root().resolve("blank"), fileSystems, mounts.templateContent(), pool.work());
    this.maker = new DiskMaker(blanks, fileSystems);
    this.compaction = new DiskCompaction(fileSystems, attachment);
    this.conversion = new DiskConversion(maker, mounts);
    this.transfer = new DiskTransfer(maker, fileSystems, attachment);
    this.checkup = new DiskCheckup(fileSystems, attachment, PATIENCE);
  }

  Path folder(Volume volume) {
    return folder(volume.container());
  }

  private Path folder(ContainerId container) {
    return pool.open().containers().resolve(container.toString());
  }

  void create(Volume volume, DiskSpec spec, ProgressSink progress) {
    Failures.done(
        "create the disk of CT " + volume.container(),
        () -> {
          Pool open = pool.open();
          long content = spec.content().map(t -> t.size() * 2).orElse(0L);
          open.require(blanks.has(spec) ? BLANK : BLANK * 2 + content, "a new disk");
          maker.create(folder(volume), spec, progress);
        });
  }

  void copy(Volume source, Volume target, FileSystemKind kind) {
    Failures.done(
        "copy the disk of CT " + source.container(),
        () -> {
          pool.open().require(BLANK, "a clone");
          DiskFolder disk = existing(source);
          maker.copy(folder(target), kind, image -> copies.copyTop(disk, kind, image));
        });
  }

  /** The image of a snapshot, which nobody writes. */
  Path snapshot(Volume volume, UUID id) {
    return Failures.told(
        "find a snapshot of CT " + volume.container(),
        () -> DiskSnapshots.image(existing(volume), id));
  }

  void copyImage(Path image, Volume target, FileSystemKind kind) {
    Failures.done(
        "copy " + image,
        () -> {
          pool.open().require(BLANK, "a clone");
          maker.copy(folder(target), kind, copy -> Reflink.copy(image, copy));
        });
  }

  void restore(Volume volume, ImageRestore backup, boolean same, ProgressSink progress) {
    Failures.done(
        "restore the disk of CT " + volume.container(),
        () -> {
          pool.open().require(backup.needed() + BLANK, "the restored disk");
          Consumer<Path> image = target -> backup.write(target, progress);
          if (same) {
            maker.replica(folder(volume), image);
          } else {
            maker.copy(folder(volume), VolumeProperties.of(volume).fileSystem(), image);
          }
        });
  }

  void discard(ContainerId container) {
    maker.discard(folder(container));
  }

  MountedVolume mount(Volume volume, MountRequest request) {
    return Failures.told(
        "mount the disk of CT " + volume.container(),
        () -> {
          VolumeProperties properties = VolumeProperties.of(volume);
          DiskFolder disk = existing(volume);
          try (MappedUsers users = mounts.users(request.idMap());
              LoopDevice device = attachment.attach(disk, properties.fileSystem())) {
            MountedVolume mounted = mounts.mount(properties, device, users, request);
            attachment.settled(disk);
            return mounted;
          } catch (RuntimeException e) {
            attachment.closeAfter(e, disk);
            throw e;
          }
        });
  }

  Optional<BlockDevice> device(Volume volume) {
    return Failures.told(
        "find the disk of CT " + volume.container(),
        () -> {
          Optional<LoopDevice> device = attachment.device(disk(volume));
          device.ifPresent(LoopDevice::close);
          return device.map(VolumeMounts::described);
        });
  }

  void release(Volume volume) {
    Failures.done(
        "close the disk of CT " + volume.container(), () -> attachment.close(disk(volume)));
  }

  void resize(Volume volume, long size, boolean attached) {
    Failures.done(
        "resize the disk of CT " + volume.container(),
        () -> {
          VolumeProperties properties = VolumeProperties.of(volume);
          DiskFolder disk = existing(volume);
          requireRoomToResize(disk, size);
          DiskResizer resizer = new DiskResizer(fileSystems, attachment);
          if (attached) {
            resizer.resizeAttached(disk, properties.fileSystem(), size);
          } else {
            resizer.resizeDetached(disk, properties.fileSystem(), size);
          }
        });
  }

  // What finds no room for new groups, or for blocks that move, is damaged.
  private void requireRoomToResize(DiskFolder disk, long size) {
    long more = size - attachment.size(disk);
    if (more != 0) {
      long needed = more > 0 ? more / BYTES_OF_GROUPS : Math.min(-more, attachment.allocated(disk));
      pool.open().require(BLANK + needed, "a disk of another size");
    }
  }

  long size(Volume volume) {
    return Failures.told(
        "read the disk of CT " + volume.container(), () -> attachment.size(existing(volume)));
  }

  /** Number of inodes of an ext4. */
  long inodes(Volume volume) {
    return Failures.told(
        "read the file system of CT " + volume.container(),
        () -> {
          DiskFolder disk = existing(volume);
          return attachment
              .space(disk, VolumeProperties.of(volume).fileSystem())
              .map(FileSystemStatus::inodes)
              .orElseGet(() -> attachment.ext4Inodes(disk));
        });
  }

  VolumeUsage usage(Volume volume) {
    return Failures.told(
        "measure the disk of CT " + volume.container(),
        () -> {
          VolumeProperties properties = VolumeProperties.of(volume);
          DiskFolder disk = existing(volume);
          long allocated = attachment.allocated(disk);
          return attachment
              .space(disk, properties.fileSystem())
              .map(space -> used(space, allocated))
              .orElseGet(() -> new VolumeUsage(properties.size(), -1, allocated));
        });
  }

  long taken(Volume volume) {
    return Failures.told(
        "measure the disk of CT " + volume.container(), () -> attachment.allocated(disk(volume)));
  }

  List<CheckedImage> check(Volume volume, boolean repair, ProgressSink progress) {
    return Failures.told(
        "check the disk of CT " + volume.container(),
        () -> {
          if (repair) {
            // Blocks that snapshots have too are written elsewhere.
            pool.open().require(BLANK, "a repair");
          }
          return checkup.run(
              existing(volume), VolumeProperties.of(volume).fileSystem(), repair, progress);
        });
  }

  Compaction compact(Volume volume, ProgressSink progress) {
    return Failures.told(
        "compact the disk of CT " + volume.container(),
        () ->
            compaction.run(
                existing(volume),
                VolumeProperties.of(volume).fileSystem(),
                new Defragmenter(pool.open(), pool.work()),
                progress));
  }

  Exported exportTo(Volume volume, ExportOptions options, ProgressSink progress) {
    return Failures.told(
        "export the disk of CT " + volume.container() + " to " + options.file(),
        () -> {
          VolumeProperties properties = VolumeProperties.of(volume);
          boolean whole = properties.layout() == Layout.PLOOP;
          return transfer.exportTo(
              existing(volume), properties.fileSystem(), whole, options, progress);
        });
  }

  void convert(Volume volume, DiskSpec spec, MountRequest request, ProgressSink progress) {
    Failures.done(
        "convert the disk of CT " + volume.container(),
        () -> {
          VolumeProperties stored = VolumeProperties.of(volume);
          boolean merged = spec.wholeRoot() && stored.layout() != Layout.PLOOP;
          long template = merged ? request.layer().map(t -> t.size() * 2).orElse(0L) : 0;
          long content = attachment.allocated(existing(volume)) + template;
          pool.open().require(BLANK * 2 + content, "a new disk with the same files");
          conversion.run(folder(volume), stored, spec, request, progress);
        });
  }

  void importFrom(
      Volume volume, FileSystemKind kind, Path source, String format, ProgressSink progress) {
    Failures.done(
        "import " + source,
        () -> {
          Pool open = pool.open();
          open.require(BLANK + StatusCalls.status(source).allocated(), "the content of " + source);
          transfer.importFrom(folder(volume), kind, source, format, open, progress);
        });
  }

  void destroy(Volume volume) {
    Failures.done(
        "remove the disk of CT " + volume.container(), () -> maker.remove(folder(volume)));
  }

  MountedVolume mountOnHost(Volume volume, MountRequest request, Path folder) {
    return Failures.told(
        "mount the disk of CT " + volume.container() + " at " + folder,
        () -> {
          if (HostMount.present(folder)) {
            return new MountedVolume(HostMount.open(folder), device(volume));
          }
          MountedVolume root = mount(volume, request);
          try {
            HostMount.move(root, folder, request.idMap().privileged());
            return root;
          } catch (RuntimeException e) {
            root.close();
            attachment.closeAfter(e, disk(volume));
            throw e;
          }
        });
  }

  void unmountOnHost(Volume volume, Path folder) {
    Failures.done(
        "unmount " + folder,
        () -> {
          HostMount.leave(folder);
          release(volume);
        });
  }

  private static VolumeUsage used(FileSystemStatus space, long allocated) {
    return new VolumeUsage(space.totalBytes(), space.totalBytes() - space.freeBytes(), allocated);
  }

  private DiskFolder disk(Volume volume) {
    return DiskFolder.of(folder(volume));
  }

  private DiskFolder existing(Volume volume) {
    DiskFolder disk = disk(volume);
    if (!disk.exists()) {
      throw new ContainerException(
          ErrorCode.BROKEN_CONTAINER,
          "CT " + volume.container() + " has no disk at " + disk.path(),
          "restore it from a backup, or destroy the container");
    }
    return disk;
  }
}
