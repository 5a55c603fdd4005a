package io.cooperage.linux.mount;

/**
 * One line of a user namespace's {@code uid_map} or {@code gid_map}.
 *
 * @param inside the first id within the namespace
 * @param outside the first id on the host
 * @param count how many ids, at least 1
 */
public record IdMapRange(long inside, long outside, long count) {
  private static final long END = 0xffffffffL;

  /** Checks that both ranges end below 2^32 - 1, which the kernel demands. */
  public IdMapRange {
    if (inside < 0 || outside < 0 || count < 1 || inside + count > END || outside + count > END) {
      throw new IllegalArgumentException(
          "an id range must lie in 0..4294967294, not " + inside + " " + outside + " " + count);
    }
  }

  /** Returns the line as the kernel reads it. */
  @Override
  public String toString() {
    return inside + " " + outside + " " + count;
  }
}
