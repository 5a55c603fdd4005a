package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.linux.mount.Propagation;
import io.cooperage.linux.thread.CredentialThread;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.storage.ploop.image.DiskContent;
import java.nio.file.Path;
import java.util.List;

/**
 * Attaches the layers in a mount namespace that lives for this call, and names them by path: for
 * kernels that refuse detached layers.
 */
public final class NamespaceOverlay implements RootOverlay {
  private final Path place;

  /**
   * Prepares.
   *
   * @param place an existing folder to mount over; what is in it stays as it is for everybody else
   */
  public NamespaceOverlay(Path place) {
    this.place = place;
  }

  @Override
  public StackedRoot mount(OwnedFd disk, OwnedFd lower, IdMap ids, List<String> folders) {
    return NamespaceThread.callInNew(
        NamespaceKind.MOUNT,
        () -> {
          // Or else the mounts below would show up in the host's namespace.
          MountCalls.change(
              Path.of("/"), MountChange.none().propagation(Propagation.PRIVATE), true);
          attach(disk, lower);
          OwnedFd root =
              ids.privileged()
                  ? overlay()
                  : CredentialThread.call(ids.base(), ids.base(), this::overlay);
          try {
            return new StackedRoot(root, BesideFolders.mounts(disk, ids, folders));
          } catch (RuntimeException e) {
            root.close();
            throw e;
          }
        });
  }

  private void attach(OwnedFd disk, OwnedFd lower) {
    try (FileSystemContext context = FileSystemContext.open("tmpfs");
        OwnedFd folders = context.create().mount()) {
      DirectoryCalls.makeDirectory(folders, "lower", 0755);
      DirectoryCalls.makeDirectory(folders, "disk", 0755);
      MountCalls.move(folders, place);
      MountCalls.move(lower, place.resolve("lower"));
      MountCalls.move(disk, place.resolve("disk"));
    }
  }

  private OwnedFd overlay() {
    try (FileSystemContext context = FileSystemContext.open("overlay")) {
      context.option("source", SOURCE);
      context.option("lowerdir", place.resolve("lower").toString());
      context.option("upperdir", place.resolve("disk").resolve(DiskContent.UPPER).toString());
      context.option("workdir", place.resolve("disk").resolve(DiskContent.WORK).toString());
      OverlayOptions.ALWAYS.forEach(context::option);
      return context.create().mount();
    }
  }
}
