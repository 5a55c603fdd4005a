package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.LoopDevice;

/** Copies an image while the file system in it is frozen. Any thread may call. */
public interface FrozenClone {
  /**
   * Makes a file share all blocks of an image as a clean unmount would have left it. The file
   * system is thawed whatever happens, this process's death included.
   *
   * @param fileSystem a file of the file system
   * @param device the loop device below it
   * @param image the open file of that device
   * @param copy an empty file beside it, open for writing
   */
  void copy(OwnedFd fileSystem, LoopDevice device, OwnedFd image, OwnedFd copy);
}
