package io.cooperage.spi.kernel;

/**
 * How ids of a CT map to ids of the host: 0..width-1 to base..base+width-1, the same for users and
 * groups.
 *
 * @param base first host id; 0 for a privileged CT, which has no user namespace
 */
public record IdMap(long base, long width) {
  /** A privileged CT's map: every id is itself. */
  public static final IdMap PRIVILEGED = new IdMap(0, 4294967295L);

  public IdMap {
    if (base < 0 || width < 1 || base + width > 4294967295L) {
      throw new IllegalArgumentException("id map " + base + "+" + width + " leaves 0..2^32-2");
    }
  }

  public boolean privileged() {
    return base == 0;
  }

  /** The line for uid_map: {@code 0 BASE WIDTH}. */
  public String line() {
    return "0 " + base + " " + width;
  }

  public boolean overlaps(IdMap other) {
    return base < other.base + other.width && other.base < base + width;
  }
}
