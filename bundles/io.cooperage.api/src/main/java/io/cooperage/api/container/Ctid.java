package io.cooperage.api.container;

/** A CT's number on its node, 101..2147483644 as in OpenVZ. */
public record Ctid(int number) implements Comparable<Ctid> {
  public static final int LOWEST = 101;
  public static final int HIGHEST = 2147483644;

  public Ctid {
    if (number < LOWEST || number > HIGHEST) {
      throw new IllegalArgumentException("must be a CTID between " + LOWEST + " and " + HIGHEST);
    }
  }

  /**
   * Reads decimal digits.
   *
   * @throws IllegalArgumentException if it is no number or out of range
   */
  public static Ctid parse(String text) {
    try {
      return new Ctid(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a CTID between " + LOWEST + " and " + HIGHEST, e);
    }
  }

  @Override
  public int compareTo(Ctid other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
