package io.cooperage.isolation.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.kernel.IdMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootedFilesTest {
  @TempDir private Path folder;
  private Path root;
  private Path outside;
  private RootedFiles files;

  @BeforeEach
  void openRoot() throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve("etc"));
    outside = Files.writeString(folder.resolve("outside"), "host");
    files =
        new RootedFiles(OpenCalls.open(root, OpenFlag.PATH, OpenFlag.DIRECTORY), IdMap.PRIVILEGED);
  }

  @AfterEach
  void closeRoot() {
    files.close();
  }

  @Test
  void filesAreReplacedWithTheirMode() throws IOException {
    files.replace("/etc/hostname", bytes("one"), 0644);
    files.replace("/etc/hostname", bytes("two"), 0600, 1, 2);
    assertThat(root.resolve("etc/hostname")).hasContent("two");
    assertThat(Files.getAttribute(root.resolve("etc/hostname"), "unix:mode")).isEqualTo(0100600);
    assertThat(Files.getAttribute(root.resolve("etc/hostname"), "unix:uid")).isEqualTo(1);
    assertThat(files.list("/etc", 10)).containsExactly("hostname");
  }

  @Test
  void linkAtTheNameIsReplacedNotFollowed() throws IOException {
    Files.createSymbolicLink(root.resolve("etc/resolv.conf"), outside);
    files.replace("/etc/resolv.conf", bytes("guest"), 0644);
    assertThat(outside).hasContent("host");
    assertThat(Files.isSymbolicLink(root.resolve("etc/resolv.conf"))).isFalse();
  }

  @Test
  void linkedFolderLeadsNowhereOutside() throws IOException {
    Files.createSymbolicLink(root.resolve("away"), folder);
    assertThatThrownBy(() -> files.replace("/away/outside", bytes("guest"), 0644))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("ENOENT");
    assertThat(outside).hasContent("host");
    assertThat(files.read("/away/outside", 100)).isEmpty();
  }

  @Test
  void linkToItselfIsReplacedLikeOneThatLeadsNowhere() throws IOException {
    Files.createSymbolicLink(root.resolve("etc/hostname"), Path.of("hostname"));
    assertThat(files.read("/etc/hostname", 100)).isEmpty();
    files.replace("/etc/hostname", bytes("guest"), 0644);
    assertThat(root.resolve("etc/hostname")).hasContent("guest");
  }

  @Test
  void whatOnlyTheKernelCanFollowIsNoFileToReadAndRefusedElsewhere() throws IOException {
    Path magic = Path.of("/proc/self/cwd");
    try (RootedFiles kernels =
        new RootedFiles(
            OpenCalls.open(magic.getParent(), OpenFlag.PATH, OpenFlag.DIRECTORY),
            IdMap.PRIVILEGED)) {
      assertThat(kernels.read("/cwd/pom.xml", 100)).isEmpty();
      for (Consumer<GuestFiles> use :
          List.<Consumer<GuestFiles>>of(
              f -> f.open("/cwd/pom.xml"),
              f -> f.list("/cwd", 10),
              f -> f.exists("/cwd/pom.xml"),
              f -> f.remove("/cwd/pom.xml"))) {
        assertThatThrownBy(() -> use.accept(kernels))
            .isInstanceOfSatisfying(
                ContainerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE))
            .hasMessageContaining("ELOOP");
      }
    }
  }

  @Test
  void dotsStayInsideTheRoot() {
    files.replace("/etc/../../../etc/motd", bytes("hi"), 0644);
    assertThat(root.resolve("etc/motd")).hasContent("hi");
  }

  @Test
  void pipesAndDevicesAreNeverOpened() throws IOException, InterruptedException {
    new ProcessBuilder("mkfifo", root.resolve("etc/fifo").toString()).start().waitFor();
    assertThatThrownBy(() -> files.read("/etc/fifo", 10)).hasMessageContaining("no regular file");
    assertThatThrownBy(() -> files.read("/etc", 10)).hasMessageContaining("no regular file");
  }

  @Test
  void readingHasALimit() throws IOException {
    Files.writeString(root.resolve("etc/big"), "x".repeat(1000));
    assertThat(files.read("/etc/big", 1000)).isPresent();
    assertThatThrownBy(() -> files.read("/etc/big", 999)).isInstanceOf(ContainerException.class);
  }

  @Test
  void foldersAreMadeWithThoseAboveThem() {
    files.makeFolder("/a/b/c", 0755);
    files.makeFolder("/a/b/c", 0755);
    files.replace("/a/b/c/file", new ByteArrayInputStream(bytes("deep")), 0644);
    assertThat(root.resolve("a/b/c/file")).hasContent("deep");
    files.remove("/a/b/c/file");
    files.remove("/a/b/c/file");
    files.remove("/no/such/folder/file");
    assertThat(files.exists("/a/b/c/file")).isFalse();
  }

  @Test
  void filesAreStreamed() throws IOException {
    files.replace("/etc/data", bytes("streamed"), 0644);
    try (InputStream in = files.open("/etc/data")) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("streamed");
    }
    assertThatThrownBy(() -> files.open("/etc/none")).hasMessageContaining("no file");
  }

  @Test
  void malformedPathsAreRefused() {
    for (String path :
        new String[] {"relative", "/", "/etc/..", "/etc/.", "/nul\0", "/" + "x".repeat(5000)}) {
      assertThatThrownBy(() -> files.replace(path, bytes("x"), 0644))
          .isInstanceOf(ContainerException.class);
    }
  }

  @Test
  void ownerWhoSwapsAFolderForALinkGainsNothing() throws Exception {
    Path real = Files.createDirectories(root.resolve("swap"));
    Path link = Files.createSymbolicLink(root.resolve("link"), folder);
    AtomicBoolean ended = new AtomicBoolean();
    Thread swapper =
        new Thread(
            () -> {
              while (!ended.get()) {
                exchange(real, link);
              }
            });
    swapper.start();
    try {
      for (int i = 0; i < 2000; i++) {
        try {
          files.replace("/swap/outside", bytes("guest"), 0644);
        } catch (ContainerException expected) {
          assertThat(expected).hasMessageNotContaining("INTERNAL");
        }
      }
    } finally {
      ended.set(true);
      swapper.join();
    }
    assertThat(outside).hasContent("host");
  }

  private static void exchange(Path a, Path b) {
    try (var parent = OpenCalls.open(a.getParent(), OpenFlag.PATH, OpenFlag.DIRECTORY)) {
      io.cooperage.linux.file.DirectoryCalls.exchange(
          parent, a.getFileName().toString(), parent, b.getFileName().toString());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
