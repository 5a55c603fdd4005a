package io.cooperage.controller.io;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.testing.controller.HostCell;
import io.cooperage.testing.controller.TestCell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a loop device of the real kernel. */
class HostIoControllerTest extends IoContractCases {
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path folder;

  @RegisterExtension private final HostCell host = HostCell.needing(Subsystem.IO);

  private LoopDevice device;
  private TestCell cell;

  @BeforeEach
  void open() throws IOException {
    assumeThat(IoGroup.of(host.groups().directory(Subsystem.IO).orElseThrow()).weight())
        .as("bfq or iocost weights")
        .isPresent();
    device = attached("image");
    cell = host.cell().withDisk(described(device));
  }

  private LoopDevice attached(String name) throws IOException {
    Path image = folder.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(64 * MEBIBYTE);
    }
    try (OwnedFd file = OpenCalls.open(image, OpenFlag.READ_WRITE)) {
      return LoopDevices.attach(file, LoopRequest.forImage());
    }
  }

  private static BlockDevice described(LoopDevice loop) {
    return new BlockDevice(loop.path().toString(), loop.number().major(), loop.number().minor());
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    return host.gone().withDisk(described(device));
  }
}
