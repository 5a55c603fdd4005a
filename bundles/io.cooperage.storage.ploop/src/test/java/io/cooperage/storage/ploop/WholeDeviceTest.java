package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WholeDeviceTest {
  @Test
  void aFileSystemWithoutADeviceHasNone() {
    assertThat(new WholeDevice().below(Path.of("/proc"))).isEmpty();
  }

  @Test
  void theDiskOfAFolderIsWholeAndThere() {
    var disk = new WholeDevice().below(Path.of("/"));
    assumeThat(disk).as("a root file system on one block device").isPresent();

    Path device = Path.of("/sys/dev/block", disk.get().number());
    assertThat(device.resolve("partition")).doesNotExist();
    assertThat(Files.exists(device.resolve("queue"))).isTrue();
  }
}
