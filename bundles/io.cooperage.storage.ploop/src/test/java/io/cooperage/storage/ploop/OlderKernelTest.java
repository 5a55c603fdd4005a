package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Overlays without detached layers, as kernels before 6.15 need them. */
class OlderKernelTest {
  private PloopNode node;

  @BeforeEach
  void start() {
    node = PloopNode.startWithoutDetachedLayers();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void anOverlayIsWritableAndKeepsItsFiles() throws IOException {
    Volume volume = node.create(ContainerId.random());
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(Files.readString(PloopNode.in(mounted, "etc/name"))).isEqualTo("tiny");
      PloopNode.write(mounted, "etc/name", "changed");
    }
    node.storage().release(volume);
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(Files.readString(PloopNode.in(mounted, "etc/name"))).isEqualTo("changed");
      assertThat(Files.getAttribute(PloopNode.in(mounted, "etc"), "unix:uid")).isEqualTo(700_033);
    }
    node.storage().release(volume);
    assertThat(node.pool().root().resolve("ct")).isNotEmptyDirectory();
  }

  @Test
  void foldersBesideTheOverlayAreOfTheSameDisk() {
    Volume volume = node.create(ContainerId.random());
    MountRequest request =
        new MountRequest(
            PloopNode.IDS, Optional.of(node.template()), false, List.of("/var/lib/containers"));
    try (MountedVolume mounted = node.storage().mount(volume, request)) {
      Path store = Path.of("/proc/self/fd/" + mounted.folders().get("/var/lib/containers").fd());
      assertThat(StatusCalls.status(store).permissions()).isEqualTo(0755);
      assertThat(StatusCalls.status(store).owner()).isEqualTo(PloopNode.IDS.base());
    }
    node.storage().release(volume);
  }

  @Test
  void allContainersReadTheTemplateFromOneFileSystem() {
    Volume one = node.create(ContainerId.random());
    Volume two = node.create(ContainerId.random());
    try (MountedVolume first = node.mount(one);
        MountedVolume second = node.mount(two)) {
      // xino keeps the layer's inode number, which differs if the layers do.
      assertThat(StatusCalls.status(PloopNode.in(first, "etc/hard")).inode())
          .isEqualTo(StatusCalls.status(PloopNode.in(second, "etc/hard")).inode());
      long devices =
          LoopDevices.attached().stream()
              .flatMap(i -> LoopDevices.backingFile(i).stream())
              .filter(file -> file.endsWith(node.template().digest() + ".erofs"))
              .count();
      assertThat(devices).isEqualTo(1);
    }
    node.storage().release(one);
    node.storage().release(two);
  }
}
