package io.cooperage.linux.file;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Replaces a host file of ours whole: readers see the old or the new content and never a part, and
 * after a power cut it is one of the two. Written as temporary, fsync, rename, fsync of the folder.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a text in UTF-8; see {@link #write(Path, byte[], int)}. */
  public static void write(Path file, String text, int permissions) {
    write(file, text.getBytes(StandardCharsets.UTF_8), permissions);
  }

  /**
   * Writes the content and makes it durable. A failure leaves the old file and no temporary.
   *
   * @param permissions the permission bits of the new file, less the umask
   */
  public static void write(Path file, byte[] content, int permissions) {
    Path name = file.getFileName();
    Path folder = file.toAbsolutePath().getParent();
    if (name == null || folder == null) {
      throw new IllegalArgumentException("not a file name: " + file);
    }
    String temporary = "." + name + "." + UUID.randomUUID() + ".tmp";
    try (OwnedFd directory = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      try {
        fill(directory, temporary, content, permissions);
        DirectoryCalls.rename(directory, temporary, directory, name.toString());
      } catch (LinuxException e) {
        discard(directory, temporary, e);
        throw e.about(file.toString());
      }
      FileCalls.sync(directory);
    }
  }

  /** Removes a file of ours and makes that durable; a missing file is no error. */
  public static void remove(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("not a file name: " + file);
    }
    try (OwnedFd directory = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      String name = file.getFileName().toString();
      if (StatusCalls.find(directory, name).isPresent()) {
        DirectoryCalls.removeFile(directory, name);
        FileCalls.sync(directory);
      }
    }
  }

  private static void fill(OwnedFd directory, String name, byte[] content, int permissions) {
    try (OwnedFd file =
        OpenCalls.openAt(
            directory,
            name,
            permissions,
            OpenFlag.WRITE_ONLY,
            OpenFlag.CREATE,
            OpenFlag.EXCLUSIVE,
            OpenFlag.NO_FOLLOW)) {
      FileCalls.write(file, ByteBuffer.wrap(content), 0);
      FileCalls.sync(file);
    }
  }

  private static void discard(OwnedFd directory, String name, LinuxException reason) {
    try {
      if (StatusCalls.find(directory, name).isPresent()) {
        DirectoryCalls.removeFile(directory, name);
      }
    } catch (LinuxException e) {
      reason.addSuppressed(e);
    }
  }
}
