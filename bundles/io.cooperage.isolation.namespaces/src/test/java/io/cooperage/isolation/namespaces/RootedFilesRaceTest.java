package io.cooperage.isolation.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.kernel.IdMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An owner swaps files and folders for links while the host works on them. As in a privileged CT
 * only the way in which paths are resolved keeps the host's root inside, never its permissions.
 */
class RootedFilesRaceTest {
  private static final int ROUNDS = Boolean.getBoolean("cooperage.full") ? 10_000 : 1_000;
  private static final String SECRET = "the host's own";
  private static final List<String> SWAPPED = List.of("a", "a/b", "a/b/file", "a/other");

  @TempDir private Path folder;
  private Path root;
  private Path outside;
  private int done;
  private int refused;

  @BeforeEach
  void layOut() throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    outside = Files.createDirectories(folder.resolve("outside"));
    for (Path top : List.of(root.resolve("a"), outside)) {
      Files.createDirectories(top.resolve("b"));
      Files.writeString(top.resolve("b/file"), top.equals(outside) ? SECRET : "guest");
      Files.writeString(top.resolve("file"), top.equals(outside) ? SECRET : "guest");
      Files.writeString(top.resolve("other"), top.equals(outside) ? SECRET : "guest");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../../../../../../../.."})
  void nothingOutsideIsReadOrChanged(String climb) throws Exception {
    for (String path : SWAPPED) {
      Path target = outside.resolve(Path.of("a").relativize(Path.of(path)));
      Files.createSymbolicLink(root.resolve(path + ".link"), Path.of(climb + target));
    }
    Map<Path, String> before = look();
    AtomicBoolean ended = new AtomicBoolean();
    AtomicLong swaps = new AtomicLong();
    Thread swapper = new Thread(() -> swap(ended, swaps));
    swapper.start();
    try (RootedFiles files =
        new RootedFiles(
            OpenCalls.open(root, OpenFlag.PATH, OpenFlag.DIRECTORY), IdMap.PRIVILEGED)) {
      for (int i = 0; i < ROUNDS; i++) {
        work(files, i);
      }
    } finally {
      ended.set(true);
      swapper.join();
    }
    System.out.printf("race: %d done, %d refused, %d swaps%n", done, refused, swaps.get());
    assertThat(look()).isEqualTo(before);
    assertThat(swaps.get()).isGreaterThan(ROUNDS);
    assertThat(List.of(done, refused)).allMatch(count -> count > ROUNDS / 20);
  }

  private void swap(AtomicBoolean ended, AtomicLong swaps) {
    try (OwnedFd top = OpenCalls.open(root, OpenFlag.PATH, OpenFlag.DIRECTORY)) {
      while (!ended.get()) {
        for (String path : SWAPPED) {
          try {
            DirectoryCalls.exchange(top, path, top, path + ".link");
            swaps.incrementAndGet();
          } catch (io.cooperage.linux.LinuxException e) {
            restore(path); // The host has replaced or removed one of the two.
          }
        }
      }
    }
  }

  private void restore(String path) {
    try {
      if (Files.isDirectory(root.resolve("a"), LinkOption.NOFOLLOW_LINKS)
          && Files.isDirectory(root.resolve("a/b"), LinkOption.NOFOLLOW_LINKS)
          && Files.notExists(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
        Files.writeString(root.resolve(path), "guest");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void work(RootedFiles files, int round) {
    attempt(() -> files.replace("/a/b/file", bytes("new " + round), 0600, 7, 7));
    attempt(() -> files.replace("/a/new", bytes("new"), 0600));
    attempt(() -> files.makeFolder("/a/b/c/d", 0700));
    attempt(() -> files.remove("/a/new"));
    attempt(() -> files.remove("/a/b/file"));
    attempt(() -> files.remove("/a/other"));
    attempt(() -> assertThat(files.list("/a/b", 100)).isNotNull());
    attempt(() -> files.read("/a/b/file", 100).ifPresent(RootedFilesRaceTest::assertGuests));
    attempt(() -> files.read("/a/other", 100).ifPresent(RootedFilesRaceTest::assertGuests));
    attempt(() -> readAll(files));
  }

  private static void readAll(RootedFiles files) {
    try (InputStream in = files.open("/a/b/file")) {
      assertGuests(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertGuests(byte[] content) {
    assertThat(new String(content, StandardCharsets.UTF_8)).doesNotContain(SECRET);
  }

  /** What an owner does may make the host's work fail, as a fault of the owner's. */
  private void attempt(Runnable work) {
    try {
      work.run();
      done++;
    } catch (ContainerException e) {
      assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.BAD_VALUE);
      refused++;
    }
  }

  private Map<Path, String> look() throws IOException {
    try (Stream<Path> all = Files.walk(outside)) {
      return all.collect(
          Collectors.toMap(p -> p, RootedFilesRaceTest::describe, (a, b) -> a, TreeMap::new));
    }
  }

  private static String describe(Path path) {
    try {
      String names = "unix:ino,mode,uid,gid,nlink,size,ctime,lastModifiedTime";
      String text = Files.isDirectory(path) ? "" : Files.readString(path);
      return new TreeMap<>(Files.readAttributes(path, names, LinkOption.NOFOLLOW_LINKS)) + text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
