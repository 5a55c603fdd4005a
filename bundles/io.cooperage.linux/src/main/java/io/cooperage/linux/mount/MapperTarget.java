package io.cooperage.linux.mount;

import io.cooperage.linux.file.DeviceNumber;

/**
 * A part of a device-mapper table.
 *
 * @param start first sector of 512 bytes in the mapped device
 * @param length number of sectors
 * @param type of the target, as "linear"
 * @param parameters as the target's documentation has them
 * @see <a href="https://docs.kernel.org/admin-guide/device-mapper/index.html">device-mapper</a>
 */
public record MapperTarget(long start, long length, String type, String parameters) {
  /** Bytes of a sector, whatever the devices have. */
  public static final int SECTOR = 512;

  private static final int TYPE_LIMIT = 15;

  public MapperTarget {
    if (start < 0 || length <= 0) {
      throw new IllegalArgumentException(length + " sectors at " + start);
    }
    if (type.length() > TYPE_LIMIT) {
      throw new IllegalArgumentException("the target type " + type);
    }
  }

  /** Sectors that lie on another device, from its sector {@code offset} on. */
  public static MapperTarget linear(long start, long length, DeviceNumber device, long offset) {
    return new MapperTarget(start, length, "linear", device + " " + offset);
  }

  /** Sectors that read as zeros. */
  public static MapperTarget zero(long start, long length) {
    return new MapperTarget(start, length, "zero", "");
  }
}
