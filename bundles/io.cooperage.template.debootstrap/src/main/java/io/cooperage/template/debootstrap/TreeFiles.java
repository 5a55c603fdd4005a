package io.cooperage.template.debootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes files of a tree that is not the host's: absolute links in it would lead to the host, so
 * no link is followed, neither the last component nor one above it.
 */
final class TreeFiles {
  private final Path root;

  TreeFiles(Path root) {
    this.root = root;
  }

  /** Puts a file of mode 0644 in place of whatever is there. */
  void write(String name, String content) throws IOException {
    write(name, content, "rw-r--r--");
  }

  void write(String name, String content, String mode) throws IOException {
    Path file = cleared(name);
    Files.write(file, content.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  /** Puts a symbolic link in place of whatever is there. */
  void link(String name, String target) throws IOException {
    Files.createSymbolicLink(cleared(name), Path.of(target));
  }

  void remove(String name) throws IOException {
    Files.deleteIfExists(place(name));
  }

  /** Names in a folder that fit a glob; none if there is no such folder. */
  List<String> names(String folder, String glob) throws IOException {
    Path path = place(folder);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    var matcher = path.getFileSystem().getPathMatcher("glob:" + glob);
    try (Stream<Path> entries = Files.list(path)) {
      return entries.map(Path::getFileName).filter(matcher::matches).map(Path::toString).toList();
    }
  }

  /** Removes everything in a folder, but not the folder. */
  void empty(String folder) throws IOException {
    for (String name : names(folder, "*")) {
      removeTree(folder + "/" + name);
    }
  }

  void removeTree(String name) throws IOException {
    Path top = place(name);
    if (Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(top, new Remover());
    }
  }

  /** Empties every file below a folder. */
  void truncateFiles(String folder) throws IOException {
    for (String name : names(folder, "*")) {
      Path path = place(folder + "/" + name);
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        truncateFiles(folder + "/" + name);
      } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.write(path, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
      }
    }
  }

  private Path cleared(String name) throws IOException {
    Path path = place(name);
    makeFolder(path.getParent());
    Files.deleteIfExists(path);
    return path;
  }

  private void makeFolder(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      makeFolder(folder.getParent());
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private Path place(String name) throws IOException {
    Path path = root.resolve(name).normalize();
    if (!path.startsWith(root) || path.equals(root)) {
      throw new IOException("'" + name + "' leads out of the tree");
    }
    for (Path at = path.getParent(); !at.equals(root); at = at.getParent()) {
      if (Files.isSymbolicLink(at)) {
        throw new IOException("'" + root.relativize(at) + "' is a symbolic link");
      }
    }
    return path;
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
