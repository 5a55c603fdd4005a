package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.OwnedFd;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;

/** How an overlay is made of a template and a disk. Any thread may call. */
public interface RootOverlay {
  /** What the mount table of a CT shows as the device of its root. */
  String SOURCE = "cooperage";

  /**
   * Stacks.
   *
   * @param disk detached mount of the disk, idmapped; borrowed, possibly moved
   * @param lower detached mount of the template, idmapped; borrowed, possibly moved
   * @param ids the map of both; its base becomes the identity that the overlay writes with
   * @param folders paths in the CT whose content lies on the disk beside the overlay
   * @return detached mounts, of which the root holds both layers itself
   */
  StackedRoot mount(OwnedFd disk, OwnedFd lower, IdMap ids, List<String> folders);
}
