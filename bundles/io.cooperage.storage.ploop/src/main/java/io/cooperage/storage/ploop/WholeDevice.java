package io.cooperage.storage.ploop;

import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.spi.kernel.BlockDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The disk that a folder's file system lies on, as control groups know it. */
final class WholeDevice {
  private static final Path DEVICES = Path.of("/sys/dev/block");

  private WholeDevice() {}

  /** Empty for a file system without one device, as btrfs or tmpfs. */
  static Optional<BlockDevice> below(Path folder) {
    DeviceNumber number = StatusCalls.status(folder).fileSystem();
    Path device = DEVICES.resolve(number.toString());
    if (!Files.exists(device)) {
      return Optional.empty();
    }
    try {
      Path real = device.toRealPath();
      // Control groups limit whole disks alone; a partition lies in its disk's folder.
      Path disk = Files.exists(real.resolve("partition")) ? real.getParent() : real;
      String[] parts = Files.readString(disk.resolve("dev")).strip().split(":", 2);
      return Optional.of(
          new BlockDevice(
              "/dev/" + disk.getFileName().toString().replace('!', '/'),
              Integer.parseInt(parts[0]),
              Integer.parseInt(parts[1])));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell the disk of " + folder, e);
    }
  }
}
