package io.cooperage.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;

/** A span of time in which counters are watched side by side, in slices that show the noise. */
record Window(Duration settle, Duration length) {
  private static final int SLICES = 4;

  /** What one counter gained per second: over the whole window, and by slices. */
  record Rate(double mean, Samples slices) {}

  /** Lets the loads settle, then reads every counter at each slice's end. */
  List<Rate> watch(DoubleSupplier... counters) {
    pause(settle);
    List<Samples> slices = new ArrayList<>();
    double[] first = read(counters);
    double[] last = first;
    long began = System.nanoTime();
    long before = began;
    for (int i = 0; i < counters.length; i++) {
      slices.add(new Samples());
    }
    for (int slice = 0; slice < SLICES; slice++) {
      pause(length.dividedBy(SLICES));
      double[] now = read(counters);
      long time = System.nanoTime();
      for (int i = 0; i < counters.length; i++) {
        slices.get(i).add((now[i] - last[i]) * 1e9 / (time - before));
      }
      last = now;
      before = time;
    }
    List<Rate> rates = new ArrayList<>();
    for (int i = 0; i < counters.length; i++) {
      rates.add(new Rate((last[i] - first[i]) * 1e9 / (before - began), slices.get(i)));
    }
    return rates;
  }

  private static double[] read(DoubleSupplier... counters) {
    double[] values = new double[counters.length];
    for (int i = 0; i < counters.length; i++) {
      values[i] = counters[i].getAsDouble();
    }
    return values;
  }

  /** Time itself is what is measured here. */
  static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
