package io.cooperage.spi.kernel;

/**
 * A block device of a CT.
 *
 * @param path node on the host, as /dev/loop7
 */
public record BlockDevice(String path, int major, int minor) {
  /** As cgroup files name it: {@code 7:7}. */
  public String number() {
    return major + ":" + minor;
  }
}
