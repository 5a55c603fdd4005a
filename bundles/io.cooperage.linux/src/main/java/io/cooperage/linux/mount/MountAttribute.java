package io.cooperage.linux.mount;

/** Per-mount switches of {@code mount_setattr(2)} and {@code fsmount(2)}. */
public enum MountAttribute {
  /** Nothing can be written through this mount. */
  READ_ONLY(0x1),
  /** setuid bits and file capabilities are ignored. */
  NO_SETUID(0x2),
  /** Device nodes cannot be opened. */
  NO_DEVICES(0x4),
  /** Programs cannot be executed. */
  NO_EXEC(0x8),
  /** Access times are never written. */
  NO_ACCESS_TIME(0x10),
  /** Symbolic links are not followed. */
  NO_SYMLINK_FOLLOW(0x200000);

  private static final long ACCESS_TIME_MASK = 0x70;

  private final long bit;

  MountAttribute(long bit) {
    this.bit = bit;
  }

  /** Returns the switches as one number, as the kernel takes it. */
  public static long bits(Iterable<MountAttribute> attributes) {
    long bits = 0;
    for (MountAttribute attribute : attributes) {
      bits |= attribute.bit;
    }
    return bits;
  }

  /**
   * Access time is a field of three bits and not a switch, so the whole field is cleared before it
   * is set.
   */
  static long toClear(long set, long clear) {
    return (set & NO_ACCESS_TIME.bit) != 0 ? clear | ACCESS_TIME_MASK : clear;
  }
}
