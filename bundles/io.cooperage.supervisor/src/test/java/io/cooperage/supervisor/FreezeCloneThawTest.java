package io.cooperage.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool with reflinks, an image in it, and a file system in the image. */
class FreezeCloneThawTest {
  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  private Path pool;
  private Path inner;
  private Path image;
  private String loop = "";

  @BeforeEach
  void makeTheImage() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/sbin/mkfs.xfs")), "needs mkfs.xfs");
    pool = Files.createDirectory(fixture.folder().resolve("pool"));
    inner = Files.createDirectory(fixture.folder().resolve("inner"));
    Path file = fixture.folder().resolve("pool.xfs");
    run("truncate", "-s", "400M", file.toString());
    run("mkfs.xfs", "-q", "-m", "rmapbt=0", file.toString());
    run("mount", "-o", "loop", file.toString(), pool.toString());
    image = pool.resolve("image");
    run("truncate", "-s", "64M", image.toString());
    run("mkfs.ext4", "-q", image.toString());
    loop = run("losetup", "-f", "--show", image.toString()).strip();
    run("mount", loop, inner.toString());
  }

  @AfterEach
  void removeTheImage() throws Exception {
    if (pool != null) {
      unmount(inner);
      if (!loop.isEmpty()) {
        run("losetup", "-d", loop);
      }
      // A loop device lets go of its file only when the last one who looks at it has closed it.
      unmount(pool);
    }
  }

  private static void unmount(Path folder) {
    SupervisorFixture.await(
        () -> {
          try {
            boolean mounted =
                Files.readString(Path.of("/proc/self/mounts")).contains(" " + folder + " ");
            return !mounted
                || new ProcessBuilder("umount", folder.toString()).start().waitFor() == 0;
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void theCopyHoldsWhatWasWrittenAndTheFileSystemGoesOn() throws Exception {
    Files.writeString(inner.resolve("before"), "written");
    Path copy = pool.resolve("copy");
    copyTo(copy);
    Files.writeString(inner.resolve("after"), "not in the copy");
    // Frozen and so written out completely: the copy needs no journal replay to be read.
    assertThat(run("debugfs", "-R", "cat before", copy.toString())).contains("written");
    assertThat(run("debugfs", "-R", "ls", copy.toString())).doesNotContain("after");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void gracePeriodsAreAsHastyAfterwardsAsBefore(String haste) throws Exception {
    Path expedited = Path.of("/sys/kernel/rcu_expedited");
    assumeTrue(Files.isWritable(expedited), "needs /sys/kernel/rcu_expedited");
    String before = Files.readString(expedited).strip();
    try {
      Files.writeString(expedited, haste);
      copyTo(pool.resolve("copy"));
      assertThat(Files.readString(expedited).strip()).isEqualTo(haste);
    } finally {
      Files.writeString(expedited, before);
    }
  }

  @Test
  void whoWatchedOneFreezeDoesNotEndTheNext() throws Exception {
    List<Process> load = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
        load.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
      }
      for (int i = 0; i < 300; i++) {
        copyTo(pool.resolve("copy" + i));
      }
    } finally {
      load.forEach(Process::destroyForcibly);
    }
  }

  private void copyTo(Path copy) throws IOException {
    try (OwnedFd files = OpenCalls.open(inner);
        OwnedFd device = OpenCalls.open(Path.of(loop));
        OwnedFd source = OpenCalls.open(image);
        OwnedFd target = OpenCalls.create(copy, 0600, OpenFlag.CREATE, OpenFlag.READ_WRITE)) {
      fixture.supervisor().freezeCloneThaw(files, device, source, target, Duration.ofSeconds(20));
    }
  }

  @Test
  void aFileSystemOfTheHostIsRefused() throws IOException {
    Path copy = pool.resolve("copy");
    try (OwnedFd host = OpenCalls.open(Path.of("/"));
        OwnedFd device = OpenCalls.open(Path.of(loop));
        OwnedFd source = OpenCalls.open(image);
        OwnedFd target = OpenCalls.create(copy, 0600, OpenFlag.CREATE, OpenFlag.READ_WRITE)) {
      assertThatThrownBy(
              () ->
                  fixture
                      .supervisor()
                      .freezeCloneThaw(host, device, source, target, Duration.ofSeconds(5)))
          .hasMessageContaining("check the loop device: ENOTBLK");
    }
  }

  @Test
  void aLoopDeviceOverAnotherFileIsRefused() throws IOException {
    Path other = Files.writeString(pool.resolve("other"), "x");
    Path copy = pool.resolve("copy");
    try (OwnedFd files = OpenCalls.open(inner);
        OwnedFd device = OpenCalls.open(Path.of(loop));
        OwnedFd source = OpenCalls.open(other);
        OwnedFd target = OpenCalls.create(copy, 0600, OpenFlag.CREATE, OpenFlag.READ_WRITE)) {
      assertThatThrownBy(
              () ->
                  fixture
                      .supervisor()
                      .freezeCloneThaw(files, device, source, target, Duration.ofSeconds(5)))
          .hasMessageContaining("check the loop device: EXDEV");
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s: %s", String.join(" ", command), output).isZero();
    return output;
  }
}
