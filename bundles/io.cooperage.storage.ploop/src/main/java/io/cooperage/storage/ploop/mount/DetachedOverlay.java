package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.OverlayMount;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.storage.ploop.image.DiskContent;
import java.util.List;

/** Hands the layers over as open folders of detached mounts: Linux 6.15 and newer. */
public final class DetachedOverlay implements RootOverlay {
  @Override
  public StackedRoot mount(OwnedFd disk, OwnedFd lower, IdMap ids, List<String> folders) {
    OwnedFd root = overlay(disk, lower, ids);
    try {
      return new StackedRoot(root, BesideFolders.mounts(disk, ids, folders));
    } catch (RuntimeException e) {
      root.close();
      throw e;
    }
  }

  private static OwnedFd overlay(OwnedFd disk, OwnedFd lower, IdMap ids) {
    try (OwnedFd upper = folder(disk, DiskContent.UPPER);
        OwnedFd work = folder(disk, DiskContent.WORK)) {
      OverlayMount overlay = new OverlayMount().lower(lower).upper(upper, work);
      OverlayOptions.ALWAYS.forEach(overlay::option);
      return ids.privileged()
          ? overlay.mount(SOURCE)
          : overlay.mountAs(SOURCE, ids.base(), ids.base());
    }
  }

  private static OwnedFd folder(OwnedFd disk, String name) {
    return OpenCalls.openAt(disk, name, 0, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW);
  }
}
