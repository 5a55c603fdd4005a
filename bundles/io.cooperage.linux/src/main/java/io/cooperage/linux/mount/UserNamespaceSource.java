package io.cooperage.linux.mount;

import io.cooperage.linux.OwnedFd;
import java.util.List;

/**
 * Makes user namespaces whose only purpose is their maps, for idmapped mounts. A JVM cannot make
 * one itself (a process with more than one thread is refused), so the supervisor does.
 *
 * <p>Any thread may call; a call takes some milliseconds at most.
 */
@FunctionalInterface
public interface UserNamespaceSource {
  /**
   * Makes a user namespace that no process is in.
   *
   * @param users the lines of its {@code uid_map}
   * @param groups the lines of its {@code gid_map}
   * @param owner the host user id that owns it
   * @return the namespace, which belongs to the caller and ends with its last user
   * @throws io.cooperage.linux.LinuxException when the kernel refuses
   */
  OwnedFd create(List<IdMapRange> users, List<IdMapRange> groups, long owner);
}
