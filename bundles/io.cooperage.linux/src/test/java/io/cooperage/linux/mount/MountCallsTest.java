package io.cooperage.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountCallsTest {
  @TempDir Path folder;

  @Test
  void aDetachedMountIsMovedInAndTakenOut() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    inOwnMountTable(
        () -> {
          try (OwnedFd mount = tmpfs();
              OwnedFd place = OpenCalls.open(target, OpenFlag.PATH)) {
            MountCalls.move(mount, place);
          }
          assertThat(mountTable()).contains(" " + target + " ");
          MountCalls.unmount(target);
          assertThat(mountTable()).doesNotContain(" " + target + " ");
          return null;
        });
  }

  @Test
  void switchesAreSetAndCleared() {
    try (OwnedFd mount = tmpfs()) {
      MountCalls.change(
          mount,
          MountChange.none()
              .set(MountAttribute.READ_ONLY, MountAttribute.NO_ACCESS_TIME)
              .propagation(Propagation.PRIVATE),
          true);
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> create(mount))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EROFS));
      MountCalls.change(mount, MountChange.none().clear(MountAttribute.READ_ONLY), false);
      create(mount);
    }
  }

  @Test
  void theClassicMountAndTheLazyUnmountWork() throws IOException {
    Path target = Files.createDirectory(folder.resolve("classic"));
    inOwnMountTable(
        () -> {
          MountCalls.mount("none", target, "tmpfs", 0, "size=64k");
          try (OwnedFd inside = OpenCalls.open(target, OpenFlag.DIRECTORY)) {
            assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> MountCalls.unmount(target))
                .withMessage("umount2 " + target + ": EBUSY (Device or resource busy)");
            MountCalls.detach(target);
            create(inside);
          }
          return null;
        });
  }

  @Test
  void aBindMountOfAFileIsACopyOfItsTree() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    try (OwnedFd mount = MountCalls.cloneTree(file, false)) {
      assertThat(Files.readString(mount.path())).isEqualTo("x");
    }
  }

  @Test
  void idRangesEndBelowTheKernelsLimit() {
    assertThat(new IdMapRange(0, 524_288, 65_536)).hasToString("0 524288 65536");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IdMapRange(0, 65_535L * 65_536, 65_536));
  }

  private static void inOwnMountTable(Supplier<Void> work) {
    NamespaceThread.callInNew(
        NamespaceKind.MOUNT,
        () -> {
          MountCalls.change(
              Path.of("/"), MountChange.none().propagation(Propagation.PRIVATE), true);
          return work.get();
        });
  }

  private static String mountTable() {
    try {
      return Files.readString(Path.of("/proc/thread-self/mountinfo"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static OwnedFd tmpfs() {
    try (FileSystemContext tmpfs = FileSystemContext.open("tmpfs")) {
      return tmpfs.option("size", "1m").create().mount();
    }
  }

  private static void create(OwnedFd mount) {
    OpenCalls.openAt(mount, "f", 0600, OpenFlag.CREATE, OpenFlag.WRITE_ONLY).close();
  }
}
