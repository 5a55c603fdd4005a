package io.cooperage.controller.io;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.testing.controller.HostCell;
import io.cooperage.testing.controller.TestCell;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a loop device of the real kernel. */
class HostIoControllerTest extends IoContractCases {
  @TempDir private Path folder;

  @RegisterExtension private final HostCell host = HostCell.needing(Subsystem.IO);

  private TestDisk device;
  private TestCell cell;

  @BeforeEach
  void open() throws IOException {
    assumeThat(IoGroup.of(host.groups().directory(Subsystem.IO).orElseThrow()).weight())
        .as("bfq or iocost weights")
        .isPresent();
    device = TestDisk.at(folder.resolve("image"));
    cell = host.cell().withDisk(device.described());
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
    return host.gone().withDisk(device.described());
  }
}
