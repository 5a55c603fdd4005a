package io.cooperage.controller.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.quota.QuotaEntry;
import io.cooperage.api.quota.QuotaLimits;
import io.cooperage.api.quota.QuotaOwner;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.testing.controller.TestCell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether quotas bite, on a real ext4 that is mounted for its users. */
class HostQuotaTest {
  private static final long USER = 1000;
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path folder;
  private final QuotaController controller = new QuotaController();
  private LoopDevice device;
  private Path mounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    Path image = folder.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(64 * MEBIBYTE);
    }
    assumeThat(
            run("mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", "-O", "quota", image.toString()))
        .as("mke2fs with quotas")
        .isEmpty();
    try (OwnedFd open = OpenCalls.open(image, OpenFlag.READ_WRITE)) {
      device = LoopDevices.attach(open, LoopRequest.forImage());
    }
    Path place = Files.createDirectory(folder.resolve("mounted"));
    assumeThat(run("mount", "-t", "ext4", device.path().toString(), place.toString()))
        .as("quota formats of the kernel")
        .isEmpty();
    mounted = place;
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (mounted != null) {
      assertThat(run("umount", mounted.toString())).isEmpty();
    }
    if (device != null) {
      device.close();
    }
  }

  /** What a program says, output and errors; nothing if all went well. */
  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : "failed: " + said;
  }

  private String written(long user, int mebibytes) throws IOException, InterruptedException {
    return run(
        "setpriv",
        "--reuid=" + user,
        "--regid=" + user,
        "--clear-groups",
        "dd",
        "if=/dev/zero",
        "of=" + mounted.resolve("of-" + user),
        "bs=1M",
        "count=" + mebibytes);
  }

  @Test
  void aUserIsHeldToItsLimitAndNobodyElse() throws IOException, InterruptedException {
    Cell cell =
        TestCell.of(Map.of())
            .withDisk(
                new BlockDevice(
                    device.path().toString(), device.number().major(), device.number().minor()));
    QuotaLimits limits = new QuotaLimits(0, 4 * MEBIBYTE, 0, 0);
    controller.apply(
        cell, ParameterValues.builder().put(QuotaController.QUOTA_UGID_LIMIT, 10L).build());
    controller.set(cell.id(), QuotaOwner.USER, USER, limits);

    assertThat(written(USER, 8)).contains("quota exceeded");
    assertThat(Files.size(mounted.resolve("of-" + USER))).isLessThanOrEqualTo(4 * MEBIBYTE);
    assertThat(written(USER + 1, 8)).isEmpty();
    List<QuotaEntry> report = controller.report(cell.id());
    assertThat(report)
        .filteredOn(e -> e.owner() == QuotaOwner.USER && e.id() == USER)
        .singleElement()
        .satisfies(e -> assertThat(e.limits()).isEqualTo(limits));

    controller.set(cell.id(), QuotaOwner.USER, USER, new QuotaLimits(0, 16 * MEBIBYTE, 0, 0));
    assertThat(written(USER, 8)).isEmpty();
    controller.apply(cell, ParameterValues.empty());
  }
}
