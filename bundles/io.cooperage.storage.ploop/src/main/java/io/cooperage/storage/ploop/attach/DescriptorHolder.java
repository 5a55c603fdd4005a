package io.cooperage.storage.ploop.attach;

import io.cooperage.linux.OwnedFd;
import java.util.List;
import java.util.Optional;

/** Keeps descriptors beyond the life of this process. Any thread may call. */
public interface DescriptorHolder {
  /** New descriptors of what is kept under a name. */
  Optional<List<OwnedFd>> held(String name);

  /**
   * Keeps descriptors; they are borrowed.
   *
   * @param descriptors 1 to 8 of them
   * @throws io.cooperage.linux.LinuxException EEXIST if the name is used
   */
  void hold(String name, List<OwnedFd> descriptors);

  /** Gives up what is kept under a name; nothing is no error. */
  void release(String name);
}
