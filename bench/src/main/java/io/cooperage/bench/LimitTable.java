package io.cooperage.bench;

import java.util.Locale;

/** What was asked of each limit, what was got, and how noisy the machine was meanwhile. */
final class LimitTable {
  private static final double EXACT = 0.05;
  private static final double NEVER_ABOVE = 1.10;

  private final Table table =
      new Table("limit", "asked", "got", "ratio", "unlimited beside it", "its noise", "verdict");

  /** A rate under a limit, and the same load without a limit in a CT beside it. */
  void rate(String limit, String unit, double asked, Window.Rate got, Window.Rate beside) {
    rate(limit, unit, asked, got, beside, "");
  }

  /** The same, with more to the verdict. */
  void rate(
      String limit, String unit, double asked, Window.Rate got, Window.Rate beside, String told) {
    table.row(
        limit,
        number(asked) + " " + unit,
        number(got.mean()),
        number(got.mean() / asked, 3),
        number(beside.mean()),
        number(100 * beside.slices().spread(), 0) + " %",
        verdict(got.mean() / asked) + told);
  }

  /** A proportion between two loads. */
  void ratio(String limit, double asked, double got) {
    double error = got / asked;
    String close = Math.abs(error - 1) <= EXACT ? "exact" : "differs";
    table.row(
        limit, number(asked) + " : 1", number(got) + " : 1", number(error, 3), "-", "-", close);
  }

  /** Anything else, in words. */
  void told(String limit, String asked, String got, String beside, boolean held) {
    table.row(limit, asked, got, "-", beside, "-", held ? "holds" : "FAILS");
  }

  /** A limit whose controller this node does not have. */
  void notThere(String limit) {
    table.row(limit, "-", "-", "-", "-", "-", "not there");
  }

  static String verdict(double ratio) {
    if (ratio > NEVER_ABOVE) {
      return "ABOVE";
    }
    if (Math.abs(ratio - 1) <= EXACT) {
      return "exact";
    }
    return ratio > 1 ? "above by less than 10 %" : "below: the load did not get there";
  }

  private static String number(double value) {
    return number(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  @Override
  public String toString() {
    return table.toString();
  }
}
