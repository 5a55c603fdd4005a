package io.cooperage.storage.ploop.template;

import io.cooperage.linux.mount.MountCalls;
import io.cooperage.storage.ploop.pool.WorkInProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders in which trees are built. Any thread may call. */
public final class WorkFolders {
  private static final String PREFIX = "work-";
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT_FIELD = 4;

  private final Path folder;
  private final WorkInProgress work;

  /**
   * Prepares.
   *
   * @param work where it is told what is being built
   */
  public WorkFolders(Path folder, WorkInProgress work) {
    this.folder = folder;
    this.work = work;
  }

  /** Whether a name is one that such a folder has. */
  public static boolean isOwn(Path entry) {
    return entry.getFileName().toString().startsWith(PREFIX)
        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
  }

  /** A new, empty folder. */
  public Path make(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9.-]", "_");
    Path made = folder.resolve(PREFIX + plain + "-" + UUID.randomUUID());
    // It ends when the folder is removed, by another object.
    work.begin(made);
    try {
      Files.createDirectory(made);
      // It becomes the root of a CT.
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Removes a folder with everything in it; what is mounted below is unmounted first, so that no
   * file of the host is deleted through it.
   *
   * @throws IllegalArgumentException if {@link #make} did not make it
   */
  public void remove(Path made) {
    if (!folder.equals(made.getParent()) || !made.getFileName().toString().startsWith(PREFIX)) {
      throw new IllegalArgumentException(made + " is not a work folder");
    }
    try {
      mountsBelow(made).forEach(MountCalls::detach);
      if (Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
        Files.walkFileTree(made, new Deletion());
      }
      work.end(made);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes all folders that interrupted builds left. */
  public void sweep() {
    try (Stream<Path> entries = Files.list(folder)) {
      entries.filter(p -> p.getFileName().toString().startsWith(PREFIX)).forEach(this::remove);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> mountsBelow(Path work) throws IOException {
    try (Stream<String> lines = Files.lines(MOUNTS)) {
      return lines
          .map(
              line -> Path.of(unescaped(line.split(" ", MOUNT_POINT_FIELD + 2)[MOUNT_POINT_FIELD])))
          .filter(point -> point.startsWith(work))
          .sorted(Comparator.comparing(Path::getNameCount).reversed())
          .toList();
    }
  }

  private static String unescaped(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  /** Deletes without following links. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
