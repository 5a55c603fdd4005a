package io.cooperage.linux.file;

import java.util.Collection;

/** How far a path may lead, as in {@code openat2(2)}. */
public enum ResolveFlag {
  /** Never cross into another mount. */
  NO_MOUNT_CROSSING(0x01),
  /** Refuse links such as those in {@code /proc/PID/fd}. */
  NO_MAGIC_LINKS(0x02),
  /** Refuse every symbolic link. */
  NO_SYMLINKS(0x04),
  /** Refuse any step that leads out of the directory. */
  BENEATH(0x08),
  /** Treat the directory as the root: absolute links and {@code ..} stay inside. */
  IN_ROOT(0x10);

  private final long bit;

  ResolveFlag(long bit) {
    this.bit = bit;
  }

  static long bits(Collection<ResolveFlag> flags) {
    return flags.stream().mapToLong(flag -> flag.bit).reduce(0, (a, b) -> a | b);
  }
}
