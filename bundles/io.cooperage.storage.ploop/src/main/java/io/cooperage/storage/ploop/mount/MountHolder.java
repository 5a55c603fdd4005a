package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.OwnedFd;
import java.util.Optional;

/** Keeps mounts beyond the life of this process. Any thread may call. */
public interface MountHolder {
  /** A new descriptor of the mount that is kept under a name. */
  Optional<OwnedFd> held(String name);

  /** Keeps a mount; the descriptor is borrowed. */
  void hold(String name, OwnedFd mount);

  /** Gives a mount up; none is no error. */
  void release(String name);
}
