package io.cooperage.linux.file;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Names in an open directory. None of these calls follows a symbolic link in the last component, so
 * that with a single name and a directory opened through {@link OpenCalls#openResolved} they are
 * safe on a hostile tree.
 */
public final class DirectoryCalls {
  private static final int LIST_BUFFER = 32 * 1024;
  private static final int REMOVE_DIRECTORY = 0x200;
  private static final int NO_REPLACE = 1;
  private static final int EXCHANGE = 2;
  private static final int LINK_LIMIT = 4096;

  private DirectoryCalls() {}

  /** Makes a directory with the given permission bits, less the umask. */
  public static void makeDirectory(OwnedFd directory, String name, int permissions) {
    onName(Syscall.MKDIRAT, directory, name, permissions);
  }

  /** Removes a name that is not a directory. */
  public static void removeFile(OwnedFd directory, String name) {
    onName(Syscall.UNLINKAT, directory, name, 0);
  }

  /** Removes an empty directory. */
  public static void removeDirectory(OwnedFd directory, String name) {
    onName(Syscall.UNLINKAT, directory, name, REMOVE_DIRECTORY);
  }

  /** Makes a symbolic link {@code name} that leads to {@code target}. */
  public static void makeSymlink(OwnedFd directory, String name, String target) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(
          Syscall.SYMLINKAT, name, scratch.text(target), directory.fd(), scratch.text(name));
    }
  }

  /** Returns what a symbolic link leads to. */
  public static String readSymlink(OwnedFd directory, String name) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.room(LINK_LIMIT);
      long length =
          Kernel.call(
              Syscall.READLINKAT,
              name,
              directory.fd(),
              scratch.text(name),
              block.address(),
              block.size());
      byte[] bytes = new byte[(int) length];
      block.bytes().get(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Makes a device, FIFO or socket node. */
  public static void makeNode(
      OwnedFd directory, String name, FileType type, int permissions, DeviceNumber device) {
    int mode =
        permissions
            | switch (type) {
              case CHARACTER_DEVICE -> 0020000;
              case BLOCK_DEVICE -> 0060000;
              case FIFO -> 0010000;
              case SOCKET -> 0140000;
              default -> 0100000;
            };
    try (Scratch scratch = new Scratch()) {
      Kernel.call(Syscall.MKNODAT, name, directory.fd(), scratch.text(name), mode, device.packed());
    }
  }

  /** Renames, atomically replacing what bore the new name. */
  public static void rename(OwnedFd from, String oldName, OwnedFd to, String newName) {
    rename(from, oldName, to, newName, 0);
  }

  /** Renames, failing with EEXIST when the new name is taken. */
  public static void renameNew(OwnedFd from, String oldName, OwnedFd to, String newName) {
    rename(from, oldName, to, newName, NO_REPLACE);
  }

  /** Swaps two names atomically. */
  public static void exchange(OwnedFd from, String oldName, OwnedFd to, String newName) {
    rename(from, oldName, to, newName, EXCHANGE);
  }

  /**
   * Lists a directory from its beginning, without {@code .} and {@code ..}, in the file system's
   * order.
   *
   * @param limit the largest number of names that is accepted
   * @throws LinuxException E2BIG when there are more
   */
  public static List<DirectoryEntry> list(OwnedFd directory, int limit) {
    List<DirectoryEntry> entries = beginning(directory, limit + 1);
    if (entries.size() > limit) {
      throw new LinuxException(Syscall.GETDENTS64.title(), Errno.E2BIG.number(), directory.title());
    }
    return entries;
  }

  /**
   * As {@link #list}, and no more names than asked for.
   *
   * @param most the largest number of names, at least 0
   */
  public static List<DirectoryEntry> beginning(OwnedFd directory, int most) {
    List<DirectoryEntry> entries = new ArrayList<>();
    Kernel.call(Syscall.LSEEK, directory.title(), directory.fd(), 0, 0);
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.room(LIST_BUFFER);
      int filled = fill(directory, block);
      while (filled > 0 && entries.size() < most) {
        decode(block.bytes(), filled, entries);
        filled = fill(directory, block);
      }
    }
    return entries.size() > most ? entries.subList(0, most) : entries;
  }

  private static int fill(OwnedFd directory, Scratch.Block block) {
    return (int)
        Kernel.call(
            Syscall.GETDENTS64, directory.title(), directory.fd(), block.address(), block.size());
  }

  private static void decode(ByteBuffer bytes, int filled, List<DirectoryEntry> into) {
    int at = 0;
    while (at < filled) {
      int length = Short.toUnsignedInt(bytes.getShort(at + 16));
      int end = at + 19;
      while (bytes.get(end) != 0) {
        end++;
      }
      byte[] raw = new byte[end - at - 19];
      bytes.get(at + 19, raw);
      String name = new String(raw, StandardCharsets.UTF_8);
      if (!name.equals(".") && !name.equals("..")) {
        FileType type = FileType.ofDirectoryCode(bytes.get(at + 18));
        into.add(new DirectoryEntry(name, bytes.getLong(at), type));
      }
      at += length;
    }
  }

  private static void rename(OwnedFd from, String oldName, OwnedFd to, String newName, int flags) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(
          Syscall.RENAMEAT2,
          oldName + " to " + newName,
          from.fd(),
          scratch.text(oldName),
          to.fd(),
          scratch.text(newName),
          flags);
    }
  }

  private static void onName(Syscall call, OwnedFd directory, String name, int value) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(call, name, directory.fd(), scratch.text(name), value);
    }
  }
}
