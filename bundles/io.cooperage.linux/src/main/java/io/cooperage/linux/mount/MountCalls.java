package io.cooperage.linux.mount;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.file.Path;

/**
 * Mounts by descriptor. A detached mount belongs to no mount table; it lives as long as a
 * descriptor of it is open, or until it is moved into a table.
 */
public final class MountCalls {
  private static final int CURRENT_DIRECTORY = -100;
  private static final int SYMLINK_NO_FOLLOW = 0x100;
  private static final int EMPTY_PATH = 0x1000;
  private static final int RECURSIVE = 0x8000;
  private static final int CLONE_TREE = 1;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int MOVE_FROM_EMPTY_PATH = 0x4;
  private static final int MOVE_TO_EMPTY_PATH = 0x40;
  private static final int DETACH = 2;
  private static final int UNMOUNT_NO_FOLLOW = 8;
  private static final int ATTR_SIZE = 32;

  private MountCalls() {}

  /**
   * Makes a detached bind mount of a host path; with {@code recursive}, of everything mounted below
   * it too.
   */
  public static OwnedFd cloneTree(Path path, boolean recursive) {
    return cloneTree(CURRENT_DIRECTORY, path.toString(), recursive, path.toString());
  }

  /**
   * Makes a detached bind mount of an open file or directory. Of a detached mount since kernel 6.15
   * only; its {@code recursive} form and mounts of a mount table work everywhere.
   */
  public static OwnedFd cloneTree(OwnedFd file, boolean recursive) {
    return cloneTree(file.fd(), "", recursive, file.title());
  }

  /** Changes a mount, and with {@code recursive} all mounts below it. */
  public static void change(OwnedFd mount, MountChange change, boolean recursive) {
    change(mount.fd(), "", change, recursive, mount.title());
  }

  /** Changes the mount at a host path, and with {@code recursive} all mounts below it. */
  public static void change(Path path, MountChange change, boolean recursive) {
    change(CURRENT_DIRECTORY, path.toString(), change, recursive, path.toString());
  }

  /** Moves a mount, detached or not, to a host path. */
  public static void move(OwnedFd mount, Path target) {
    move(mount, CURRENT_DIRECTORY, target.toString(), MOVE_FROM_EMPTY_PATH);
  }

  /** Moves a mount, detached or not, onto an open file or directory. */
  public static void move(OwnedFd mount, OwnedFd target) {
    move(mount, target.fd(), "", MOVE_FROM_EMPTY_PATH | MOVE_TO_EMPTY_PATH);
  }

  /**
   * Takes the mount at a host path, or on the link itself, out of the mount table; EBUSY while it
   * is in use.
   */
  public static void unmount(Path target) {
    unmount(target, UNMOUNT_NO_FOLLOW);
  }

  /**
   * Takes a mount and all below it out of the mount table at once; the file system ends with its
   * last user.
   */
  public static void detach(Path target) {
    unmount(target, UNMOUNT_NO_FOLLOW | DETACH);
  }

  /**
   * Mounts by the classic {@code mount(2)}.
   *
   * @param flags the {@code MS_} bits
   * @param options the file system's own, separated by commas
   */
  public static void mount(String source, Path target, String type, long flags, String options) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(
          Syscall.MOUNT,
          target.toString(),
          scratch.text(source),
          scratch.text(target.toString()),
          scratch.text(type),
          flags,
          scratch.text(options));
    }
  }

  private static OwnedFd cloneTree(int directory, String path, boolean recursive, String about) {
    int flags = CLONE_TREE | CLOSE_ON_EXEC | SYMLINK_NO_FOLLOW;
    flags |= (path.isEmpty() ? EMPTY_PATH : 0) | (recursive ? RECURSIVE : 0);
    try (Scratch scratch = new Scratch()) {
      long fd = Kernel.call(Syscall.OPEN_TREE, about, directory, scratch.text(path), flags);
      return OwnedFd.adopt((int) fd, "mount of " + about);
    }
  }

  private static void change(
      int directory, String path, MountChange change, boolean recursive, String about) {
    int flags = (path.isEmpty() ? EMPTY_PATH : 0) | (recursive ? RECURSIVE : 0);
    try (Scratch scratch = new Scratch()) {
      Scratch.Block attr = scratch.block(ATTR_SIZE);
      attr.bytes()
          .putLong(change.setBits())
          .putLong(change.clearBits())
          .putLong(change.propagationBits())
          .putLong(change.userNamespaceFd());
      Kernel.call(
          Syscall.MOUNT_SETATTR,
          about,
          directory,
          scratch.text(path),
          flags,
          attr.address(),
          attr.size());
    }
  }

  private static void move(OwnedFd mount, int directory, String target, int flags) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(
          Syscall.MOVE_MOUNT,
          mount.title() + " to " + (target.isEmpty() ? "descriptor " + directory : target),
          mount.fd(),
          scratch.text(""),
          directory,
          scratch.text(target),
          flags);
    }
  }

  private static void unmount(Path target, int flags) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(Syscall.UMOUNT2, target.toString(), scratch.text(target.toString()), flags);
    }
  }
}
