package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.template.TemplateImage;
import java.util.Map;

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

  /** Begins to make what {@link #root} needs besides the disk. */
  public MappedUsers users(IdMap ids) {
    return MappedUsers.begin(namespaces, ids);
  }

  /**
   * Maps and stacks.
   *
   * @param disk the detached mount of the disk's file system, taken over: without a layer it
   *     becomes the root itself
   * @param users those of the request's id map
   * @return the detached mounts of the root and of the folders that the request names
   */
  public StackedRoot root(OwnedFd disk, MappedUsers users, MountRequest request) {
    try {
      return request.layer().isPresent()
          ? stacked(disk, request.layer().get(), users, request)
          : alone(disk, users, request);
    } catch (RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  private static StackedRoot alone(OwnedFd disk, MappedUsers users, MountRequest request) {
    MountCalls.change(disk, users.on(attributes(request)), false);
    return new StackedRoot(disk, Map.of());
  }

  private StackedRoot stacked(
      OwnedFd disk, TemplateImage template, MappedUsers users, MountRequest request) {
    try (disk;
        OwnedFd lower = layers.layer(template)) {
      MountCalls.change(disk, users.on(MountChange.none()), false);
      MountCalls.change(lower, users.on(MountChange.none()), false);
      StackedRoot stack = overlay.mount(disk, lower, request.idMap(), request.folders());
      MountCalls.change(stack.root(), attributes(request), false);
      return stack;
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
}
