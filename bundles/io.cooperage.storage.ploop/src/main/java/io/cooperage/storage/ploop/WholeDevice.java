package io.cooperage.storage.ploop;

import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.spi.kernel.BlockDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disk that a folder's file system lies on, as control groups know it. Any thread may call. The
 * folder's file system stays mounted meanwhile, or its device may come to be another's.
 */
final class WholeDevice {
  private static final Path DEVICES = Path.of("/sys/dev/block");

  private volatile Found last = new Found(new DeviceNumber(0, 0), Optional.empty());

  /** The answer of the last time: looking it up takes thirty system calls. */
  private record Found(DeviceNumber number, Optional<BlockDevice> disk) {}

  /** Empty for a file system without one device, as btrfs or tmpfs. */
  Optional<BlockDevice> below(Path folder) {
    DeviceNumber number = StatusCalls.status(folder).fileSystem();
    Found found = last;
    if (!found.number().equals(number)) {
      found = new Found(number, find(number));
      last = found;
    }
    return found.disk();
  }

  private static Optional<BlockDevice> find(DeviceNumber number) {
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
      throw new UncheckedIOException("cannot tell the disk of device " + number, e);
    }
  }
}
