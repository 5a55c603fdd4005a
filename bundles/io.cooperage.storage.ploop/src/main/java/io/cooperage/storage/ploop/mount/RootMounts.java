package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.IdMapRange;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.template.TemplateImage;
import java.util.List;
import java.util.Optional;

/** Makes a CT's root out of its mounted disk. Any thread may call. */
public final class RootMounts {
  private final TemplateLayers layers;
  private final UserNamespaceSource namespaces;
  private final RootOverlay overlay;

  public RootMounts(TemplateLayers layers, UserNamespaceSource namespaces, RootOverlay overlay) {
    this.overlay = overlay;
    this.layers = layers;
    this.namespaces = namespaces;
  }

  /**
   * Maps and stacks.
   *
   * @param disk the detached mount of the disk's file system, taken over: without a layer it
   *     becomes the root itself
   * @return the detached mount of the root
   */
  public OwnedFd root(OwnedFd disk, MountRequest request) {
    try (Users users = users(request.idMap())) {
      return request.layer().isPresent()
          ? stacked(disk, request.layer().get(), users, request)
          : alone(disk, users, request);
    } catch (RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  private static OwnedFd alone(OwnedFd disk, Users users, MountRequest request) {
    MountCalls.change(disk, users.on(attributes(request)), false);
    return disk;
  }

  private OwnedFd stacked(OwnedFd disk, TemplateImage template, Users users, MountRequest request) {
    try (disk;
        OwnedFd lower = layers.layer(template)) {
      MountCalls.change(disk, users.on(MountChange.none()), false);
      MountCalls.change(lower, users.on(MountChange.none()), false);
      OwnedFd root = overlay.mount(disk, lower, request.idMap());
      MountCalls.change(root, attributes(request), false);
      return root;
    }
  }

  // A device node on a disk is nobody's but a privileged CT's: others get theirs by bind mounts.
  private static MountChange attributes(MountRequest request) {
    MountChange change = MountChange.none();
    if (!request.idMap().privileged()) {
      change = change.set(MountAttribute.NO_DEVICES);
    }
    return request.readOnly() ? change.set(MountAttribute.READ_ONLY) : change;
  }

  private Users users(IdMap ids) {
    if (ids.privileged()) {
      return new Users(Optional.empty());
    }
    List<IdMapRange> map = List.of(new IdMapRange(0, ids.base(), ids.width()));
    return new Users(Optional.of(namespaces.create(map, map, ids.base())));
  }

  /** The namespace whose maps the mounts get; none for a privileged CT. */
  private record Users(Optional<OwnedFd> namespace) implements AutoCloseable {
    MountChange on(MountChange change) {
      return namespace.map(change::idMap).orElse(change);
    }

    @Override
    public void close() {
      namespace.ifPresent(OwnedFd::close);
    }
  }
}
