package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything about files and folders of the host but when they were read, to find any change. */
final class HostFiles {
  private final List<Path> roots;
  private final Map<Path, String> before;

  private HostFiles(List<Path> roots) {
    this.roots = roots;
    this.before = look(roots);
  }

  /** Remembers these trees as they are; those that are not there as well. */
  static HostFiles remember(Path... roots) {
    return new HostFiles(List.of(roots));
  }

  void assertUntouched() {
    assertThat(look(roots)).isEqualTo(before);
  }

  private static Map<Path, String> look(List<Path> roots) {
    return roots.stream()
        .filter(Files::exists)
        .flatMap(HostFiles::walk)
        .collect(Collectors.toMap(p -> p, HostFiles::describe, (a, b) -> a, TreeMap::new));
  }

  private static Stream<Path> walk(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String describe(Path path) {
    try {
      Map<String, Object> all =
          new TreeMap<>(
              Files.readAttributes(
                  path,
                  "unix:ino,mode,uid,gid,nlink,size,ctime,lastModifiedTime",
                  LinkOption.NOFOLLOW_LINKS));
      boolean regular = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
      return all + " " + (regular ? Arrays.hashCode(Files.readAllBytes(path)) : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
