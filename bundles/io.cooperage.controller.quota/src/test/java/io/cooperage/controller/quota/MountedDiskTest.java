package io.cooperage.controller.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.QuotaKind;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.testing.controller.TestCell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real ext4 on a real loop device. */
class MountedDiskTest {
  @TempDir private Path folder;

  @Test
  void aRealDiskTellsItsUseAndWhetherItCounts() throws IOException, InterruptedException {
    Path image = folder.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(16 << 20);
    }
    Process made =
        new ProcessBuilder("mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", image.toString())
            .start();
    assumeThat(made.waitFor()).as("mke2fs").isZero();
    try (OwnedFd open = OpenCalls.open(image, OpenFlag.READ_WRITE);
        LoopDevice device = LoopDevices.attach(open, LoopRequest.forImage());
        QuotaDisk disk = opened(cell(device))) {
      assertThat(disk.type()).isEqualTo("ext4");
      assertThat(disk.space().totalBytes()).isBetween(8L << 20, 16L << 20);
      // Made without the feature, it counts on no kernel.
      assertThat(disk.counted(QuotaKind.USER)).isFalse();
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(
              () ->
                  new QuotaController()
                      .apply(
                          cell(device),
                          ParameterValues.builder()
                              .put(QuotaController.QUOTA_UGID_LIMIT, 1L)
                              .build()))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
      Cell running = cell(device);
      QuotaController controller = new QuotaController();
      controller.apply(running, ParameterValues.empty());
      assertThat(controller.counts(running)).hasSize(2);
    }
  }

  @Test
  void aContainerWithoutADiskHasNothingToLimit() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> opened(TestCell.of(Map.of())))
        .withMessageContaining("no disk of its own");
    assertThat(new QuotaController().counts(TestCell.of(Map.of()))).isEmpty();
  }

  private static QuotaDisk opened(Cell cell) {
    return MountedDisk.of(cell.id(), cell.disk());
  }

  private static Cell cell(LoopDevice device) {
    BlockDevice block =
        new BlockDevice(device.path().toString(), device.number().major(), device.number().minor());
    return TestCell.of(Map.of()).withDisk(block);
  }
}
