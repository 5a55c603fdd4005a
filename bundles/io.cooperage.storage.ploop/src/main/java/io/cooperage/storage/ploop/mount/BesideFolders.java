package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.linux.thread.CredentialThread;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.storage.ploop.image.DiskContent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Folders of a CT that lie on its disk beside the overlay, because what lies in an overlay cannot
 * carry a further one. Their owner reaches what is in them and nothing above, so their names are
 * the host's to choose.
 */
final class BesideFolders {
  private static final int PERMISSIONS = 0755;

  private BesideFolders() {}

  /**
   * Mounts of such folders, which are made if need be.
   *
   * @param disk idmapped mount of the disk, detached (since Linux 6.15) or in this thread's table
   * @param paths absolute paths in the CT
   */
  static Map<String, OwnedFd> mounts(OwnedFd disk, IdMap ids, List<String> paths) {
    if (paths.isEmpty()) {
      return Map.of();
    }
    Map<String, OwnedFd> mounts = new HashMap<>();
    try (OwnedFd data = folder(disk, DiskContent.DATA, ids)) {
      paths.forEach(path -> mounts.put(path, mount(data, DiskContent.besideName(path), ids)));
      return mounts;
    } catch (RuntimeException e) {
      mounts.values().forEach(OwnedFd::close);
      throw e;
    }
  }

  private static OwnedFd mount(OwnedFd data, String name, IdMap ids) {
    try (OwnedFd folder = folder(data, name, ids)) {
      OwnedFd mount = MountCalls.cloneTree(folder, false);
      if (!ids.privileged()) {
        MountCalls.change(mount, MountChange.none().set(MountAttribute.NO_DEVICES), false);
      }
      return mount;
    }
  }

  // Through an idmapped mount only ids of the map can make anything.
  private static OwnedFd folder(OwnedFd parent, String name, IdMap ids) {
    if (ids.privileged()) {
      make(parent, name);
    } else {
      CredentialThread.run(ids.base(), ids.base(), () -> make(parent, name));
    }
    return open(parent, name);
  }

  private static void make(OwnedFd parent, String name) {
    try {
      DirectoryCalls.makeDirectory(parent, name, PERMISSIONS);
    } catch (LinuxException e) {
      if (e.is(Errno.EEXIST)) {
        return;
      }
      throw e;
    }
    try (OwnedFd folder = open(parent, name)) {
      StatusCalls.changePermissions(folder, PERMISSIONS);
    }
  }

  private static OwnedFd open(OwnedFd parent, String name) {
    return OpenCalls.openAt(parent, name, 0, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW);
  }
}
