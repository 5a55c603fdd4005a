package io.cooperage.controller.quota;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.kernel.BlockDevice;
import java.util.Optional;

/** Opens disks of CTs. */
@FunctionalInterface
interface DiskSource {
  /**
   * Opens the file system on a CT's device.
   *
   * @throws io.cooperage.api.error.ContainerException UNSUPPORTED if the CT has no disk
   */
  QuotaDisk open(ContainerId id, Optional<BlockDevice> device);
}
