package io.cooperage.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.thread.CredentialThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The root of a CT: an ext4 image of its own as the upper layer, all of it idmapped. */
class OverlayMountTest {
  private static final long BASE = 6_619_136;
  private static final OpenFlag[] FOLDER = {OpenFlag.PATH, OpenFlag.DIRECTORY};

  private final String source = "cooperage-" + UUID.randomUUID();

  @TempDir Path folder;
  private OwnedFd users;
  private OwnedFd upperDisk;
  private OwnedFd lowerDisk;
  private OwnedFd upperMapped;
  private OwnedFd lowerMapped;

  @BeforeEach
  void makeLayers() throws IOException {
    IdMapRange map = new IdMapRange(0, BASE, 65536);
    users = new TestUserNamespaces().create(List.of(map), List.of(map), BASE);
    upperDisk = ext4();
    lowerDisk = tmpfs();
    DirectoryCalls.makeDirectory(upperDisk, "upper", 0755);
    DirectoryCalls.makeDirectory(upperDisk, "work", 0755);
    try (OwnedFd file =
        OpenCalls.openAt(lowerDisk, "motd", 0644, OpenFlag.CREATE, OpenFlag.WRITE_ONLY)) {
      FileCalls.writeText(file, "from the template");
    }
    upperMapped = mapped(upperDisk);
    lowerMapped = mapped(lowerDisk);
  }

  @AfterEach
  void closeAll() {
    for (OwnedFd fd : List.of(upperMapped, lowerMapped, upperDisk, lowerDisk, users)) {
      fd.close();
    }
  }

  @Test
  void filesOfTheCtsRootAreWrittenWithIdsFromZeroOnDisk() {
    try (OwnedFd root = overlay(true)) {
      CredentialThread.run(BASE, BASE, () -> write(root, "hello"));
      assertThat(StatusCalls.find(root, "hello").orElseThrow().owner()).isEqualTo(BASE);
      CredentialThread.run(BASE, BASE, () -> append(root, "motd"));
      assertThat(StatusCalls.find(root, "motd").orElseThrow().owner()).isEqualTo(BASE);
    }
    for (String name : List.of("upper/hello", "upper/motd")) {
      FileStatus onDisk = StatusCalls.find(upperDisk, name).orElseThrow();
      assertThat(onDisk.owner()).isZero();
      assertThat(onDisk.group()).isZero();
    }
  }

  @Test
  void withoutTheMappedRootsIdentityTheOverlayIsReadOnly() {
    try (OwnedFd root = overlay(false)) {
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> CredentialThread.run(BASE, BASE, () -> write(root, "hello")))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EROFS));
    }
  }

  @Test
  void theFileSystemsOwnWordsArePartOfTheError() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> new OverlayMount().lower(lowerMapped).option("nonsense", "1").mount("x"))
        .withMessageContaining("Unknown parameter 'nonsense'")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
  }

  @Test
  void nothingShowsInTheHostsMountTable() throws IOException {
    try (OwnedFd root = overlay(true)) {
      assertThat(root.isOpen()).isTrue();
      // By name, as other programs mount and unmount meanwhile.
      assertThat(java.nio.file.Files.readString(Path.of("/proc/self/mountinfo")))
          .doesNotContain(source);
    }
  }

  private OwnedFd overlay(boolean asMappedRoot) {
    try (OwnedFd upper = OpenCalls.openAt(upperMapped, "upper", 0, FOLDER);
        OwnedFd work = OpenCalls.openAt(upperMapped, "work", 0, FOLDER)) {
      OverlayMount overlay =
          new OverlayMount()
              .lower(lowerMapped)
              .upper(upper, work)
              .option("index", "off")
              .option("metacopy", "off")
              .option("redirect_dir", "on")
              .option("xino", "on");
      return asMappedRoot ? overlay.mountAs(source, BASE, BASE) : overlay.mount(source);
    }
  }

  private OwnedFd mapped(OwnedFd mount) {
    OwnedFd copy = MountCalls.cloneTree(mount, false);
    MountCalls.change(copy, MountChange.none().idMap(users), false);
    return copy;
  }

  private OwnedFd ext4() throws IOException {
    Path file = folder.resolve("image");
    try (OwnedFd image = OpenCalls.create(file, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE)) {
      FileCalls.resize(image, 32 << 20);
      run("mkfs.ext4", "-q", "-b", "4096", file.toString());
      try (LoopDevice device = LoopDevices.attach(image, LoopRequest.forImage());
          FileSystemContext ext4 = FileSystemContext.open("ext4")) {
        return ext4.option("source", device.path().toString())
            .create()
            .mount(MountAttribute.NO_ACCESS_TIME);
      }
    }
  }

  private static OwnedFd tmpfs() {
    try (FileSystemContext tmpfs = FileSystemContext.open("tmpfs")) {
      return tmpfs.option("size", "1m").create().mount();
    }
  }

  private static void write(OwnedFd root, String name) {
    try (OwnedFd file = OpenCalls.openAt(root, name, 0644, OpenFlag.CREATE, OpenFlag.WRITE_ONLY)) {
      FileCalls.writeText(file, name);
    }
  }

  private static void append(OwnedFd root, String name) {
    try (OwnedFd file = OpenCalls.openAt(root, name, 0, OpenFlag.APPEND, OpenFlag.WRITE_ONLY)) {
      FileCalls.writeText(file, " and from us");
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.onExit().join().exitValue()).isZero();
  }
}
