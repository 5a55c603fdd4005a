package io.cooperage.linux.net;

/**
 * The number of a queueing discipline or of a class in one: two halves of 16 bits, written in
 * hexadecimal as {@code c0:12}. A discipline's own minor half is 0.
 *
 * @param value both halves, the major one above
 */
public record TcHandle(int value) {
  /** Where a discipline or a class without a parent hangs. */
  public static final TcHandle ROOT = new TcHandle(-1);

  private static final int HALF = 0xffff;

  /** Returns the handle of two halves, each 0..0xffff. */
  public static TcHandle of(int major, int minor) {
    if ((major & ~HALF) != 0 || (minor & ~HALF) != 0) {
      throw new IllegalArgumentException("not a handle: " + major + ":" + minor);
    }
    return new TcHandle(major << 16 | minor);
  }

  /** Returns the half that names the discipline. */
  public int major() {
    return value >>> 16;
  }

  /** Returns the half that names the class. */
  public int minor() {
    return value & HALF;
  }

  @Override
  public String toString() {
    return value == -1 ? "root" : Integer.toHexString(major()) + ":" + Integer.toHexString(minor());
  }
}
