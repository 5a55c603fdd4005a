package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostMountTest {
  private PloopNode node;
  private Path folder;
  private Volume volume;

  @BeforeEach
  void start() throws IOException {
    node = PloopNode.start();
    folder = Files.createDirectory(node.host().folder().resolve("mnt"));
    volume = node.create(ContainerId.random());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void theHostRepairsAStoppedRootAndTheContainerSeesIt() throws IOException {
    mount(false).close();
    Files.writeString(folder.resolve("etc/repaired"), "by the host");
    mount(false).close();
    node.storage().unmountOnHost(volume, folder);
    node.storage().unmountOnHost(volume, folder);
    assertThat(folder).isEmptyDirectory();
    try (MountedVolume mounted = node.mount(volume)) {
      Path file = PloopNode.in(mounted, "etc/repaired");
      assertThat(Files.readString(file)).isEqualTo("by the host");
      assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo((int) PloopNode.IDS.base());
    }
    node.storage().release(volume);
  }

  @Test
  void onRequestNothingCanBeWritten() {
    mount(true).close();
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> Files.writeString(folder.resolve("file"), "content"))
        .withMessageContaining("Read-only");
    node.storage().unmountOnHost(volume, folder);
  }

  @Test
  void aFolderThatIsUsedIsNotUnmounted() throws IOException {
    mount(false).close();
    try (InputStream open = Files.newInputStream(folder.resolve("etc/name"))) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> node.storage().unmountOnHost(volume, folder))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
      assertThat(open.read()).isEqualTo('t');
    }
    node.storage().unmountOnHost(volume, folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ploop-overlay", "ploop"})
  void bothViewsAreOfOneRoot(String layout) throws IOException {
    volume = node.create(ContainerId.random(), "layout", layout);
    mount(false).close();
    assertThat(uid("etc")).isEqualTo(33);
    Files.writeString(Files.createDirectory(folder.resolve("new")).resolve("file"), "made");
    Files.setAttribute(folder.resolve("new/file"), "unix:uid", 7);
    node.storage().unmountOnHost(volume, folder);
    node.storage().mountOnHost(volume, request(PloopNode.IDS, false), folder).close();
    assertThat(uid("etc")).isEqualTo((int) PloopNode.IDS.base() + 33);
    assertThat(uid("new")).isEqualTo((int) PloopNode.IDS.base());
    assertThat(uid("new/file")).isEqualTo((int) PloopNode.IDS.base() + 7);
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> Files.writeString(folder.resolve("mine"), "content"))
        .withMessageContaining("too large");
    node.storage().unmountOnHost(volume, folder);
  }

  @Test
  void nothingInTheContainerRunsAsTheHostsRoot() throws IOException {
    mount(false).close();
    Path program = Files.copy(Path.of("/bin/true"), folder.resolve("etc/program"));
    assertThat(Files.getPosixFilePermissions(program)).contains(PosixFilePermission.OWNER_EXECUTE);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> new ProcessBuilder(program.toString()).start())
        .withMessageContaining("error=13");
    node.storage().unmountOnHost(volume, folder);
  }

  @Test
  void aLinkThatComesIntoThePathLeadsNowhere() throws IOException {
    Path way = Files.createDirectory(node.host().folder().resolve("way"));
    Path target = Files.createDirectory(way.resolve("mnt"));
    Path link = Files.createSymbolicLink(node.host().folder().resolve("link"), way);
    MountRequest request = request(IdMap.PRIVILEGED, true);
    refused(() -> node.storage().mountOnHost(volume, request, link.resolve("mnt")));
    assertThat(target).isEmptyDirectory();
    mount(true).close();
    Path moved = Files.move(way, node.host().folder().resolve("moved"));
    Files.createSymbolicLink(way, node.host().folder());
    refused(() -> node.storage().unmountOnHost(volume, way.resolve("mnt")));
    assertThat(folder.resolve("etc/name")).as("the other's mount").exists();
    node.storage().unmountOnHost(volume, folder);
    assertThat(moved.resolve("mnt")).isEmptyDirectory();
  }

  private static void refused(ThrowingCallable work) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(work)
        .withMessageContaining("there is a symbolic link in the path");
  }

  private int uid(String path) throws IOException {
    return (int) Files.getAttribute(folder.resolve(path), "unix:uid");
  }

  private MountedVolume mount(boolean readOnly) {
    return node.storage().mountOnHost(volume, request(IdMap.PRIVILEGED, readOnly), folder);
  }

  private MountRequest request(IdMap ids, boolean readOnly) {
    return new MountRequest(ids, Optional.of(node.template()), readOnly);
  }
}
