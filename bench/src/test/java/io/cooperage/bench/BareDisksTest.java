package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loop devices and fio on the real kernel. */
class BareDisksTest {
  private static final long SIZE = 16L << 20;

  @TempDir Path folder;

  @Test
  void fioLoadsAFileInALoopFileAndADeviceAndNothingStays() throws IOException {
    Path files = folder.resolve("disks");
    try (PeerShell shell = new PeerShell()) {
      assumeTrue(Fio.missing(shell).isEmpty(), "fio is not installed");
      assumeTrue(shell.succeeds("command -v mke2fs"), "mke2fs is not installed");
      try (BareDisks disks = new BareDisks(shell, files)) {
        Path image = disks.sparse("image", 4 * SIZE);
        shell.run("mke2fs -q -F -t ext4 -b 4096 " + image);
        DiskTarget mounted = new DiskTarget("mounted", disks.mounted(image, SIZE));
        DiskTarget device = new DiskTarget("bare", disks.device(disks.sparse("bare", SIZE), 0));
        Fio fio = new Fio(shell, folder, SIZE, Duration.ofSeconds(1));
        for (DiskTarget target : List.of(mounted, device)) {
          fio.fill(target);
          fio.scatter(target, 1 << 20);
        }
        assertThat(fio.rate(FioJob.RANDOM_READ_DEEP, mounted)).isPositive();
        assertThat(fio.rate(FioJob.SYNC, device)).isPositive();
        assertThat(devices()).hasSize(2);
      }
    }
    assertThat(files).doesNotExist();
    awaitNoDevice();
  }

  @Test
  void theDataOfAnImageBeginsWhereItsHeaderSays() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(48, 2048);
    Path image = Files.write(folder.resolve("root.hds"), header.array());
    assertThat(BareDisks.dataOffset(image)).isEqualTo(1 << 20);
  }

  /** The kernel ends a device after the last user is gone. */
  private void awaitNoDevice() throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!devices().isEmpty() && System.nanoTime() < end) {
      Window.pause(Duration.ofMillis(20));
    }
    assertThat(devices()).isEmpty();
  }

  /** Loop devices over files of this test. */
  private List<String> devices() throws IOException {
    try (PeerShell shell = new PeerShell()) {
      return shell
          .output("losetup --noheadings --list --output BACK-FILE")
          .lines()
          .filter(line -> line.contains(folder.getFileName().toString()))
          .toList();
    }
  }
}
