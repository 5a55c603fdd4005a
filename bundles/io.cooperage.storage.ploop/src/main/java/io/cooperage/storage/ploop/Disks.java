package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileSystemStatus;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.linux.mount.Propagation;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeUsage;
import io.cooperage.storage.ploop.image.BlankImages;
import io.cooperage.storage.ploop.image.DiskContent;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.DiskMaker;
import io.cooperage.storage.ploop.image.DiskSpec;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.image.Layout;
import io.cooperage.storage.ploop.mount.DetachedOverlay;
import io.cooperage.storage.ploop.mount.DiskAttachment;
import io.cooperage.storage.ploop.mount.DiskResizer;
import io.cooperage.storage.ploop.mount.LoopTable;
import io.cooperage.storage.ploop.mount.MappedUsers;
import io.cooperage.storage.ploop.mount.MountHolder;
import io.cooperage.storage.ploop.mount.NamespaceOverlay;
import io.cooperage.storage.ploop.mount.RootMounts;
import io.cooperage.storage.ploop.mount.RootOverlay;
import io.cooperage.storage.ploop.mount.TemplateLayers;
import io.cooperage.storage.ploop.pool.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What is done to one disk, with its failures told by CT. Safe for any thread. */
final class Disks {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long BLANK = 16L << 20;

  private final PloopPool pool;
  private final RootMounts roots;
  private final FileSystems fileSystems;
  private final DiskAttachment attachment;
  private final BlankImages blanks;
  private final DiskMaker maker;

  Disks(
      PloopPool pool, MountHolder mounts, UserNamespaceSource namespaces, boolean detachedLayers) {
    this.pool = pool;
    TemplateLayers layers = new TemplateLayers(mounts, detachedLayers);
    RootOverlay overlay =
        detachedLayers ? new DetachedOverlay() : new NamespaceOverlay(pool.root());
    this.roots = new RootMounts(layers, namespaces, overlay);
    Path cache = pool.root().resolve("blank");
    this.fileSystems = new FileSystems(cache);
    this.attachment = new DiskAttachment(fileSystems, new LoopTable(), PATIENCE);
    this.blanks = new BlankImages(cache, fileSystems, new DiskContent(layers::layer));
    this.maker = new DiskMaker(blanks);
  }

  Path folder(Volume volume) {
    return pool.open().containers().resolve(volume.container().toString());
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

  MountedVolume mount(Volume volume, MountRequest request) {
    return Failures.told(
        "mount the disk of CT " + volume.container(),
        () -> {
          VolumeProperties properties = VolumeProperties.of(volume);
          DiskFolder disk = existing(volume);
          try (MappedUsers users = roots.users(request.idMap());
              LoopDevice device = attachment.attach(disk, properties.fileSystem())) {
            MountedVolume mounted = mount(properties, device, users, request);
            attachment.settled(disk);
            return mounted;
          } catch (RuntimeException e) {
            closeAfter(e, disk);
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
          return device.map(Disks::described);
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
          DiskResizer resizer = new DiskResizer(fileSystems, attachment);
          if (attached) {
            resizer.resizeAttached(existing(volume), properties.fileSystem(), size);
          } else {
            resizer.resizeDetached(existing(volume), properties.fileSystem(), size);
          }
        });
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

  void destroy(Volume volume) {
    Failures.done(
        "remove the disk of CT " + volume.container(), () -> maker.remove(folder(volume)));
  }

  MountedVolume mountOnHost(Volume volume, MountRequest request, Path folder) {
    return Failures.told(
        "mount the disk of CT " + volume.container() + " at " + folder,
        () -> {
          if (mounted(folder)) {
            return new MountedVolume(
                OpenCalls.open(folder, OpenFlag.DIRECTORY).toDescriptor(), device(volume));
          }
          MountedVolume root = mount(volume, request);
          try (OwnedFd moved = OwnedFd.duplicateOf(root.root().fd(), "root of the CT")) {
            MountCalls.move(moved, folder);
            // Private: what is mounted in it later would show up in other mount namespaces.
            MountChange shielded =
                MountChange.none()
                    .propagation(Propagation.PRIVATE)
                    .set(MountAttribute.NO_SETUID, MountAttribute.NO_DEVICES);
            boolean hostsIds = request.idMap().privileged();
            MountCalls.change(
                folder, hostsIds ? shielded.set(MountAttribute.NO_EXEC) : shielded, false);
            return root;
          } catch (RuntimeException e) {
            root.close();
            closeAfter(e, disk(volume));
            throw e;
          }
        });
  }

  void unmountOnHost(Volume volume, Path folder) {
    Failures.done(
        "unmount " + folder,
        () -> {
          if (mounted(folder)) {
            unmount(folder);
          }
          release(volume);
        });
  }

  private static void unmount(Path folder) {
    try {
      MountCalls.unmount(folder);
    } catch (LinuxException e) {
      if (e.is(Errno.EBUSY)) {
        throw new ContainerException(
            ErrorCode.IN_USE,
            "somebody on the host works in " + folder,
            "leave the folder; fuser -vm " + folder + " names the processes",
            e);
      }
      throw e;
    }
  }

  private static boolean mounted(Path folder) {
    return StatusCalls.status(folder).mountId()
        != StatusCalls.status(folder.toAbsolutePath().getParent()).mountId();
  }

  private MountedVolume mount(
      VolumeProperties properties, LoopDevice device, MappedUsers users, MountRequest request) {
    MountRequest own = request;
    if (properties.layout() == Layout.PLOOP) {
      own = new MountRequest(request.idMap(), Optional.empty(), request.readOnly());
    } else if (request.layer().isEmpty()) {
      throw new ContainerException(
          ErrorCode.NO_SUCH_TEMPLATE,
          "the template " + properties.template().orElse("") + " below the disk is missing",
          "build or import the template of that digest");
    }
    OwnedFd disk = fileSystems.mount(properties.fileSystem(), device);
    OwnedFd root = roots.root(disk, users, own);
    return new MountedVolume(root.toDescriptor(), Optional.of(described(device)));
  }

  // Whoever failed because the disk is in use elsewhere must leave it alone.
  private void closeAfter(RuntimeException reason, DiskFolder disk) {
    if (reason instanceof ContainerException e && e.code() == ErrorCode.IN_USE) {
      return;
    }
    try {
      attachment.close(disk);
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private static BlockDevice described(LoopDevice device) {
    return new BlockDevice(
        device.path().toString(), device.number().major(), device.number().minor());
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
