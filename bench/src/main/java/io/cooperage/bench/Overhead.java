package io.cooperage.bench;

import java.util.Locale;

/**
 * What one place costs more than another: ratios of turns in one round, beside those of two places
 * that differ in nothing.
 *
 * @param must the most that is asked for, as 0.02 for 2 %
 */
record Overhead(Samples ratios, Samples same, double must) {
  /**
   * A median's own error is this part of the spread between quartiles, over the root of the count.
   */
  private static final double ERROR_OF_MEDIAN = 0.93;

  private double cost() {
    return ratios.median() - 1;
  }

  /** How far equal places lie apart, and what chance leaves open of that. */
  private double noise() {
    return Math.abs(same.median() - 1) + error(same);
  }

  private static double error(Samples ratios) {
    double between = ratios.upperQuartile() - ratios.lowerQuartile();
    return ERROR_OF_MEDIAN * between / Math.sqrt(ratios.count());
  }

  /** A miss within the noise is no finding. */
  String verdict() {
    if (cost() <= must) {
      return "holds";
    }
    return cost() - noise() <= must ? "misses, within the noise" : "MISSES";
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%+.2f %% (noise %.2f %%), at most %.0f %%: %s",
        100 * cost(),
        100 * noise(),
        100 * must,
        verdict());
  }

  /** A ratio for tables, with its quartiles. */
  static String cell(Samples ratios) {
    return String.format(
        Locale.ROOT,
        "%.3f (%.3f to %.3f)",
        ratios.median(),
        ratios.lowerQuartile(),
        ratios.upperQuartile());
  }
}
