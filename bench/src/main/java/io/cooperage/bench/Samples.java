package io.cooperage.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Times of one action, in milliseconds, in the order they were taken. */
final class Samples {
  private final List<Double> millis = new ArrayList<>();

  void add(double value) {
    millis.add(value);
  }

  void clear() {
    millis.clear();
  }

  /** Runs an action and keeps its time. */
  void time(Runnable action) {
    long start = System.nanoTime();
    action.run();
    add((System.nanoTime() - start) / 1e6);
  }

  boolean isEmpty() {
    return millis.isEmpty();
  }

  int count() {
    return millis.size();
  }

  double min() {
    return quantile(0);
  }

  double max() {
    return quantile(1);
  }

  double median() {
    return quantile(0.5);
  }

  double lowerQuartile() {
    return quantile(0.25);
  }

  double upperQuartile() {
    return quantile(0.75);
  }

  double p95() {
    return quantile(0.95);
  }

  /**
   * Largest minus smallest over the median: the noise of the machine if the action never varies.
   */
  double spread() {
    return (max() - min()) / median();
  }

  /** Median of this over the other, pair by pair. */
  double ratioTo(Samples other) {
    return ratiosTo(other).median();
  }

  /** This over the other, pair by pair. */
  Samples ratiosTo(Samples other) {
    Samples ratios = new Samples();
    for (int i = 0; i < Math.min(count(), other.count()); i++) {
      ratios.add(millis.get(i) / other.millis.get(i));
    }
    return ratios;
  }

  private double quantile(double q) {
    if (millis.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.get((int) Math.round(q * (sorted.size() - 1)));
  }

  /** For a table's column: min / med / p95, in milliseconds. */
  String minMedianP95() {
    return column(this, Samples::min)
        + " / "
        + column(this, Samples::median)
        + " / "
        + column(this, Samples::p95);
  }

  /** A value of each of some samples, for tables. */
  static String column(Samples samples, ToDoubleFunction<Samples> value) {
    return samples.isEmpty()
        ? "-"
        : String.format(java.util.Locale.ROOT, "%.1f", value.applyAsDouble(samples));
  }
}
