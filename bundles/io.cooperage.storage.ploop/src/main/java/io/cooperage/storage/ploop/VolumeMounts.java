package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.storage.ploop.image.DiskContent;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.image.ImageContent;
import io.cooperage.storage.ploop.image.Layout;
import io.cooperage.storage.ploop.mount.DetachedOverlay;
import io.cooperage.storage.ploop.mount.DiskAttachment;
import io.cooperage.storage.ploop.mount.LoopTable;
import io.cooperage.storage.ploop.mount.MappedUsers;
import io.cooperage.storage.ploop.mount.MountHolder;
import io.cooperage.storage.ploop.mount.NamespaceOverlay;
import io.cooperage.storage.ploop.mount.RootMounts;
import io.cooperage.storage.ploop.mount.RootOverlay;
import io.cooperage.storage.ploop.mount.StackedRoot;
import io.cooperage.storage.ploop.mount.TemplateLayers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes roots out of attached images. Safe for any thread. */
final class VolumeMounts {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TemplateLayers layers;
  private final RootMounts roots;
  private final FileSystems fileSystems;
  private final DiskAttachment attachment;

  VolumeMounts(
      PloopPool pool, MountHolder holder, UserNamespaceSource namespaces, boolean detachedLayers) {
    this.layers = new TemplateLayers(holder, detachedLayers);
    RootOverlay overlay =
        detachedLayers ? new DetachedOverlay() : new NamespaceOverlay(pool.root());
    this.roots = new RootMounts(layers, namespaces, overlay);
    this.fileSystems = new FileSystems(pool.root().resolve("blank"));
    this.attachment = new DiskAttachment(fileSystems, new LoopTable(), PATIENCE);
  }

  FileSystems fileSystems() {
    return fileSystems;
  }

  DiskAttachment attachment() {
    return attachment;
  }

  /** Fills blank disks from templates. */
  ImageContent templateContent() {
    return new DiskContent(layers::layer);
  }

  /** Begins to make what {@link #mount} needs besides the device. */
  MappedUsers users(IdMap ids) {
    return roots.users(ids);
  }

  /**
   * Mounts the root.
   *
   * @throws ContainerException NO_SUCH_TEMPLATE if it needs a layer and the request has none
   */
  MountedVolume mount(
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
    StackedRoot stack = roots.root(disk, users, own);
    Map<String, Descriptor> folders = new HashMap<>();
    stack.folders().forEach((path, mount) -> folders.put(path, mount.toDescriptor()));
    return new MountedVolume(stack.root().toDescriptor(), Optional.of(described(device)), folders);
  }

  static BlockDevice described(LoopDevice device) {
    return new BlockDevice(
        device.path().toString(), device.number().major(), device.number().minor());
  }
}
