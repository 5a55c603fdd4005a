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
    try (Draft draft = draft(file, content, permissions)) {
      draft.replace();
    }
  }

  /**
   * Writes the content beside the file and makes it durable there, so that little is left to do
   * when the file shall have it.
   *
   * @param permissions the permission bits of the new file, less the umask
   */
  public static Draft draft(Path file, byte[] content, int permissions) {
    Path folder = file.toAbsolutePath().getParent();
    if (file.getFileName() == null || folder == null) {
      throw new IllegalArgumentException("not a file name: " + file);
    }
    Draft draft = new Draft(file, OpenCalls.open(folder, OpenFlag.DIRECTORY));
    try {
      fill(draft.directory, draft.temporary, content, permissions);
      return draft;
    } catch (LinuxException e) {
      draft.closeAfter(e);
      throw e.about(file.toString());
    } catch (RuntimeException | Error e) {
      draft.closeAfter(e);
      throw e;
    }
  }

  /** Content that is to replace a file. For one thread at a time; unused, it leaves nothing. */
  public static final class Draft implements AutoCloseable {
    private final Path file;
    private final OwnedFd directory;
    private final String temporary;
    private boolean replaced;

    private Draft(Path file, OwnedFd directory) {
      this.file = file;
      this.directory = directory;
      this.temporary = "." + file.getFileName() + "." + UUID.randomUUID() + ".tmp";
    }

    /** Replaces the file and makes that durable. */
    public void replace() {
      try {
        DirectoryCalls.rename(directory, temporary, directory, file.getFileName().toString());
      } catch (LinuxException e) {
        throw e.about(file.toString());
      }
      replaced = true;
      FileCalls.sync(directory);
    }

    private void closeAfter(Throwable reason) {
      try {
        close();
      } catch (LinuxException e) {
        reason.addSuppressed(e);
      }
    }

    @Override
    public void close() {
      try (directory) {
        if (!replaced && StatusCalls.find(directory, temporary).isPresent()) {
          DirectoryCalls.removeFile(directory, temporary);
        }
      }
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
}
