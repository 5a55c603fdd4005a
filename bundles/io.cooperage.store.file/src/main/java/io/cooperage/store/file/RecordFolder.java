package io.cooperage.store.file;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.DirectoryEntry;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.FileType;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An open folder of ours. Everything below it is named relative to its descriptor, and no symbolic
 * link is followed. Calls that change one name come one at a time. Failures are {@link
 * LinuxException}s.
 */
final class RecordFolder implements AutoCloseable {
  private static final int FOLDER_MODE = 0700;
  private static final int FILE_MODE = 0600;
  private static final int MOST_NAMES = 1_000_000;

  private final OwnedFd directory;
  private final boolean durable;
  // The folder above, while it has not yet been made durable that this one is in it.
  private Optional<RecordFolder> unsettledIn;

  private RecordFolder(OwnedFd directory, boolean durable, Optional<RecordFolder> unsettledIn) {
    this.directory = directory;
    this.durable = durable;
    this.unsettledIn = unsettledIn;
  }

  /** A folder whose changes outlive a power cut once a call has returned. */
  static RecordFolder durable(Path path) {
    return new RecordFolder(OpenCalls.open(path, OpenFlag.DIRECTORY), true, Optional.empty());
  }

  /** A folder that a reboot wipes: whole files, but no waiting for the disk. */
  static RecordFolder fleeting(Path path) {
    return new RecordFolder(OpenCalls.open(path, OpenFlag.DIRECTORY), false, Optional.empty());
  }

  /** A folder in this one; empty if there is none. */
  Optional<RecordFolder> child(String name) {
    try {
      OwnedFd child = OpenCalls.openAt(directory, name, 0, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW);
      return Optional.of(new RecordFolder(child, durable, Optional.empty()));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * A folder in this one, made if there is none. That it is there becomes durable with the first
   * file in it, not before: a journaling file system then has both on disk at once, and flushing
   * bottom up costs half as much.
   */
  RecordFolder madeChild(String name) {
    Optional<RecordFolder> present = child(name);
    if (present.isPresent()) {
      return present.get();
    }
    try {
      DirectoryCalls.makeDirectory(directory, name, FOLDER_MODE);
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    OwnedFd child = OpenCalls.openAt(directory, name, 0, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW);
    return new RecordFolder(child, durable, Optional.of(this));
  }

  /**
   * A regular file's content; empty if there is none.
   *
   * @throws UnreadableRecordException if it is anything else or longer than {@code limit} bytes
   */
  Optional<byte[]> read(String name, int limit) throws UnreadableRecordException {
    try (OwnedFd file =
        OpenCalls.openAt(directory, name, 0, OpenFlag.NO_FOLLOW, OpenFlag.NON_BLOCKING)) {
      FileStatus status = StatusCalls.status(file);
      if (status.type() != FileType.REGULAR) {
        throw new UnreadableRecordException("it is not a regular file");
      }
      if (status.size() > limit) {
        throw new UnreadableRecordException(
            "it has " + status.size() + " bytes, more than " + limit);
      }
      return Optional.of(FileCalls.readAll(file, limit));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      String reason = e.is(Errno.ELOOP) ? "it is a symbolic link" : e.getMessage();
      throw new UnreadableRecordException(reason, e);
    }
  }

  /** Replaces a file whole. */
  void replace(String name, byte[] content) {
    write(name, content, durable);
    settle();
  }

  /** Replaces a file whole; what a power cut leaves of it is not known. */
  void replaceUnflushed(String name, byte[] content) {
    write(name, content, false);
  }

  private void write(String name, byte[] content, boolean flushed) {
    String temporary = temporary(name);
    try (OwnedFd file =
        OpenCalls.openAt(
            directory,
            temporary,
            FILE_MODE,
            OpenFlag.WRITE_ONLY,
            OpenFlag.CREATE,
            OpenFlag.TRUNCATE,
            OpenFlag.NO_FOLLOW)) {
      FileCalls.write(file, ByteBuffer.wrap(content), 0);
      if (flushed) {
        FileCalls.sync(file);
      }
      DirectoryCalls.rename(directory, temporary, directory, name);
    } catch (LinuxException e) {
      discard(temporary, e);
      throw e;
    }
  }

  /** An open file that lines are added to. */
  OwnedFd openForLines(String name) {
    return OpenCalls.openAt(
        directory, name, 0, OpenFlag.WRITE_ONLY, OpenFlag.APPEND, OpenFlag.NO_FOLLOW);
  }

  /** Removes a file and what a crash left of a newer one; no error if there is none. */
  void remove(String name) {
    boolean temporary = gone(() -> DirectoryCalls.removeFile(directory, temporary(name)));
    boolean file = gone(() -> DirectoryCalls.removeFile(directory, name));
    if (temporary || file) {
      sync();
    }
  }

  /** Removes a file, which may be there again after a power cut; says whether there was one. */
  boolean removeUnflushed(String name) {
    return gone(() -> DirectoryCalls.removeFile(directory, name));
  }

  /** Removes what crashes left of files that were being replaced. */
  void removeTemporary() {
    DirectoryCalls.list(directory, MOST_NAMES).stream()
        .map(DirectoryEntry::name)
        .filter(RecordFolder::isTemporary)
        .forEach(this::removeUnflushed);
  }

  /** Removes a folder in this one unless there is something in it. */
  void removeIfEmpty(String name) {
    try {
      if (gone(() -> DirectoryCalls.removeDirectory(directory, name))) {
        sync();
      }
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOTEMPTY, Errno.EEXIST)) {
        throw e;
      }
    }
  }

  boolean has(String name) {
    return StatusCalls.find(directory, name).isPresent();
  }

  /** Names in their order, without those of temporary files. */
  List<String> names() {
    return DirectoryCalls.list(directory, MOST_NAMES).stream()
        .map(DirectoryEntry::name)
        .filter(name -> !name.startsWith("."))
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    directory.close();
  }

  /** Makes durable what was made and removed in this folder. */
  void sync() {
    if (durable) {
      FileCalls.sync(directory);
    }
  }

  /** Makes durable what is in this folder, and that the folder is there. */
  private void settle() {
    sync();
    unsettledIn.ifPresent(RecordFolder::settle);
    unsettledIn = Optional.empty();
  }

  private void discard(String temporary, LinuxException reason) {
    try {
      gone(() -> DirectoryCalls.removeFile(directory, temporary));
    } catch (LinuxException e) {
      reason.addSuppressed(e);
    }
  }

  /** A name that the same file's next replacement uses again, so that crashes pile nothing up. */
  static String temporary(String name) {
    return "." + name + ".new";
  }

  private static boolean isTemporary(String name) {
    return name.startsWith(".") && name.endsWith(".new");
  }

  private static boolean gone(Runnable removal) {
    try {
      removal.run();
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }
}
