package io.cooperage.cgroup;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import java.nio.file.Path;

/** Makes and removes single groups. */
final class GroupFolders {
  private static final int PERMISSIONS = 0755;

  private GroupFolders() {}

  /** Makes a group; says false if it was there. */
  static boolean make(Path group) {
    try (OwnedFd parent = OpenCalls.open(parentOf(group), OpenFlag.DIRECTORY, OpenFlag.PATH)) {
      DirectoryCalls.makeDirectory(parent, nameOf(group), PERMISSIONS);
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.EEXIST)) {
        return false;
      }
      throw e.about(group.toString());
    }
  }

  /**
   * Removes a group without children; says false if there is none.
   *
   * @throws LinuxException EBUSY while processes or children are in it
   */
  static boolean remove(Path group) {
    try (OwnedFd parent = OpenCalls.open(parentOf(group), OpenFlag.DIRECTORY, OpenFlag.PATH)) {
      DirectoryCalls.removeDirectory(parent, nameOf(group));
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e.about(group.toString());
    }
  }

  /** The host's id of a group's owner. */
  static long owner(Path group) {
    return StatusCalls.status(group).owner();
  }

  /** Gives a group and those of its files that may be delegated to an owner. */
  static void delegate(Path group, long owner, Iterable<String> files) {
    try (OwnedFd open = OpenCalls.open(group, OpenFlag.DIRECTORY)) {
      StatusCalls.changeOwner(open, owner, owner);
      for (String file : files) {
        if (StatusCalls.find(open, file).isPresent()) {
          StatusCalls.changeOwner(open, file, owner, owner);
        }
      }
    }
  }

  private static Path parentOf(Path group) {
    Path parent = group.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(group + " is not below a hierarchy");
    }
    return parent;
  }

  private static String nameOf(Path group) {
    return String.valueOf(group.getFileName());
  }
}
