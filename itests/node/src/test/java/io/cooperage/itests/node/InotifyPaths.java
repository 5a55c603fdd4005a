package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the processes of a CT watch on its root by inotify. criu finds such a file by a handle,
 * which an overlay without {@code nfs_export} has none of: it has to be told the names.
 */
final class InotifyPaths {
  private static final Pattern WATCH = Pattern.compile("inotify wd:\\w+ ino:(\\w+) sdev:(\\w+) .*");

  /** The kernel prints a device as major and 20 bits of minor; here the major is 0. */
  private static final int MINOR_BITS = 20;

  private InotifyPaths() {}

  /** Paths inside the CT but for / itself, which criu looks at unasked. */
  static List<String> on(long init) throws IOException {
    Path root = Path.of("/proc/" + init + "/root/.");
    long device = (long) Files.getAttribute(root, "unix:dev");
    Set<Long> watched = watched(init, device);
    List<String> paths = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about)
              throws IOException {
            if ((long) Files.getAttribute(folder, "unix:dev") != device) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            return visitFile(folder, about);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about)
              throws IOException {
            long inode = (long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
            if (watched.contains(inode) && !file.equals(root)) {
              paths.add("/" + root.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return paths;
  }

  private static Set<Long> watched(long init, long device) throws IOException {
    Set<Long> inodes = new HashSet<>();
    Path namespace = Files.readSymbolicLink(Path.of("/proc/" + init + "/ns/pid"));
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        try {
          if (Files.readSymbolicLink(process.resolve("ns/pid")).equals(namespace)) {
            collect(process.resolve("fdinfo"), device, inodes);
          }
        } catch (IOException | UncheckedIOException e) {
          // It ended meanwhile.
        }
      }
    }
    return inodes;
  }

  private static void collect(Path folder, long device, Set<Long> inodes) throws IOException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder)) {
      for (Path descriptor : descriptors) {
        for (String line : Files.readAllLines(descriptor)) {
          Matcher watch = WATCH.matcher(line);
          if (watch.matches() && minor(watch.group(2)) == minor(device)) {
            inodes.add(Long.parseUnsignedLong(watch.group(1), 16));
          }
        }
      }
    }
  }

  private static long minor(String sdev) {
    return Long.parseLong(sdev, 16) & ((1L << MINOR_BITS) - 1);
  }

  /** As makedev() of the C library packs it. */
  private static long minor(long device) {
    return (device & 0xff) | ((device >> 12) & 0xfff00);
  }
}
