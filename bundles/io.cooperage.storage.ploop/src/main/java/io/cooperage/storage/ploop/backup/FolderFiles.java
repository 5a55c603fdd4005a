package io.cooperage.storage.ploop.backup;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.AtomicFile;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.image.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;

/** The files of a backup in a folder, which is made with the first of them. */
record FolderFiles(Path folder) implements BackupFiles {
  /** Work that may fail as files do. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Work without an answer. */
  @FunctionalInterface
  interface Deed {
    void run() throws IOException;
  }

  static <T> T told(String what, Work<T> work) {
    try {
      return work.run();
    } catch (MalformedImageException e) {
      throw new ContainerException(
          ErrorCode.BROKEN_BACKUP, "cannot " + what + ": " + e.getMessage(), "", e);
    } catch (LinuxException e) {
      throw failed(what, e.is(Errno.ENOSPC), e.getMessage(), e);
    } catch (IOException e) {
      boolean full = String.valueOf(e.getMessage()).endsWith(Errno.ENOSPC.text());
      throw failed(what, full, e.toString(), e);
    }
  }

  static void told(String what, Deed work) {
    told(
        what,
        () -> {
          work.run();
          return what;
        });
  }

  private static ContainerException failed(
      String what, boolean full, String reason, Exception cause) {
    return full
        ? new ContainerException(
            ErrorCode.NO_SPACE,
            "cannot " + what + ": the target is full",
            "delete old backups with 'ct backup-delete', or choose another --target",
            cause)
        : new ContainerException(ErrorCode.PROVIDER, "cannot " + what + ": " + reason, "", cause);
  }

  static void sync(Path folder) {
    try (OwnedFd fd = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      FileCalls.sync(fd);
    }
  }

  @Override
  public String title() {
    return folder.toString();
  }

  @Override
  public WritableByteChannel create(String name) {
    return told(
        "write " + folder.resolve(name),
        () -> {
          if (!Files.isDirectory(folder.getParent(), LinkOption.NOFOLLOW_LINKS)) {
            FolderTarget.makeFolder(folder.getParent());
          }
          if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            FolderTarget.makeFolder(folder);
          }
          // What is there may be another name of somebody's file, or hold up who opens it.
          Files.deleteIfExists(folder.resolve(name));
          return new Output(
              OpenCalls.create(
                  folder.resolve(name),
                  0600,
                  OpenFlag.WRITE_ONLY,
                  OpenFlag.CREATE,
                  OpenFlag.EXCLUSIVE));
        });
  }

  @Override
  public void commit(String name, byte[] content) {
    told(
        "write " + folder.resolve(name),
        () -> {
          sync(folder);
          AtomicFile.write(folder.resolve(name), content, 0600);
        });
  }

  @Override
  public OptionalLong size(String name) {
    Path file = folder.resolve(name);
    return attributes(file)
        .filter(BasicFileAttributes::isRegularFile)
        .map(a -> OptionalLong.of(a.size()))
        .orElse(OptionalLong.empty());
  }

  /** What is there, without following a link. That nobody can tell is not that nothing is there. */
  static Optional<BasicFileAttributes> attributes(Path file) {
    return told(
        "look at " + file,
        () -> {
          try {
            return Optional.of(
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
          } catch (NoSuchFileException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public ReadableByteChannel open(String name) {
    Path file = folder.resolve(name);
    if (attributes(file).isEmpty()) {
      throw new ContainerException(ErrorCode.BROKEN_BACKUP, file + " is missing");
    }
    return told("read " + file, () -> new Input(RegularFile.open(file)));
  }

  /** A file that is written once from its beginning. */
  private static final class Output implements WritableByteChannel {
    private final OwnedFd file;
    private long at;
    private boolean open = true;

    Output(OwnedFd file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer from) {
      int length = from.remaining();
      told("write " + file.title(), () -> FileCalls.write(file, from, at));
      from.position(from.limit());
      at += length;
      return length;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        try (OwnedFd closing = file) {
          told("write " + closing.title(), () -> FileCalls.sync(closing));
        }
      }
    }
  }

  /** A file that is read once from its beginning. */
  private static final class Input implements ReadableByteChannel {
    private final OwnedFd file;
    private long at;
    private boolean open = true;

    Input(OwnedFd file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer into) {
      int read = told("read " + file.title(), () -> FileCalls.read(file, into, at));
      at += read;
      return read == 0 && into.hasRemaining() ? -1 : read;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
      file.close();
    }
  }
}
