package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.tool.Tool;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether QEMU's own implementation of the format agrees with ours. */
class QemuTest {
  private static final Tool QEMU_IMG = Tool.of("qemu-img", "qemu-utils");
  private static PloopNode node;

  @BeforeAll
  static void start() {
    assumeTrue(QEMU_IMG.find().isPresent(), "qemu-img (package qemu-utils) is not installed");
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  private Path image;
  private Volume volume;

  @BeforeEach
  void makeADisk() {
    volume = node.create(ContainerId.random());
    image = node.image(volume);
  }

  @Test
  void aNewDiskIsCleanAndOfTheRightSize() {
    assertThat(qemu("check")).contains("No errors were found", "256/256 = 100.00% allocated");
    assertThat(qemu("info")).contains("file format: parallels", "256 MiB (268435456 bytes)");
  }

  @Test
  void theWholeDiskIsOneRunBehindTheHeader() {
    assertThat(qemu("map")).containsPattern("0\\s+0x10000000\\s+0x1100000\\s").hasLineCount(2);
  }

  @Test
  void aMountedDiskCannotBeOpenedByOthersAndAReleasedOneIsClean() {
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", "content");
      assertThat(qemu("check")).contains("Failed to lock");
    }
    node.storage().release(volume);
    assertThat(qemu("check")).contains("No errors were found");
  }

  @Test
  void aResizedDiskIsClean() {
    Volume grown = node.storage().apply(volume, node.values("diskspace", "400M"), false);
    assertThat(qemu("check")).contains("400/400 = 100.00% allocated");
    node.storage().apply(grown, node.values("diskspace", "128M"), false);
    assertThat(qemu("check")).contains("No errors were found", "128/128 = 100.00% allocated");
    assertThat(qemu("info")).contains("128 MiB (134217728 bytes)");
  }

  private String qemu(String verb) {
    return QEMU_IMG.attempt(Tool.UNATTENDED, verb, "-f", "parallels", image.toString()).output();
  }
}
