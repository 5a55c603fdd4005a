package io.cooperage.core.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Clears a run folder that outlived a reboot, as it does where /run is no tmpfs: what it says of
 * running CTs is no longer true.
 */
final class StaleRun {
  private static final List<String> OURS = List.of("ct", "journal", "console", "mnt");

  private StaleRun() {}

  static void clear(Path run, String bootId) throws IOException {
    Path mark = run.resolve("boot-id");
    boolean marked = Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS);
    if (marked && Files.readString(mark).strip().equals(bootId)) {
      return;
    }
    if (marked) {
      for (String name : OURS) {
        delete(run.resolve(name));
      }
    }
    DurableFile.write(mark, bootId + "\n");
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
