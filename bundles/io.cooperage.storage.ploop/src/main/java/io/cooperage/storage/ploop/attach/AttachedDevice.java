package io.cooperage.storage.ploop.attach;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.StatusCalls;
import java.nio.file.Path;

/**
 * A block device that serves an image. It ends with its last user, a mount or this value.
 *
 * @param path in {@code /dev}
 * @param open keeps it there
 */
public record AttachedDevice(Path path, OwnedFd open) implements AutoCloseable {
  /**
   * Opens a device that was made.
   *
   * @throws LinuxException ENODEV if the name in {@code /dev} is another device's, as it may be
   *     where nothing looks after that folder
   */
  static AttachedDevice open(Path path, DeviceNumber number) {
    OwnedFd open = OpenCalls.open(path);
    DeviceNumber found = StatusCalls.status(open).device();
    if (!found.equals(number)) {
      open.close();
      throw new LinuxException(
          "open", Errno.ENODEV.number(), path + " is the device " + found + ", not " + number);
    }
    return new AttachedDevice(path, open);
  }

  @Override
  public void close() {
    open.close();
  }
}
