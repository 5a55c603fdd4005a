package io.cooperage.linux.file;

/**
 * The number of a device.
 *
 * @param major selects the driver
 * @param minor selects the device
 */
public record DeviceNumber(int major, int minor) {
  /** Reads the packed form that system calls such as {@code stat(2)} and the loop driver use. */
  public static DeviceNumber ofPacked(long packed) {
    long major = ((packed >> 8) & 0xfff) | ((packed >> 32) & 0xfffff000L);
    long minor = (packed & 0xff) | ((packed >> 12) & 0xffffff00L);
    return new DeviceNumber((int) major, (int) minor);
  }

  /** Returns the packed form. */
  public long packed() {
    long ma = Integer.toUnsignedLong(major);
    long mi = Integer.toUnsignedLong(minor);
    return ((ma & 0xfff) << 8)
        | ((ma & 0xfffff000L) << 32)
        | (mi & 0xff)
        | ((mi & 0xffffff00L) << 12);
  }

  /** Returns {@code MAJOR:MINOR}, as sysfs and cgroup files write it. */
  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
