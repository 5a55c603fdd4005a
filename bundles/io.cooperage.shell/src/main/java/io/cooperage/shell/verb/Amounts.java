package io.cooperage.shell.verb;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Amounts {
  private static final String[] SUFFIXES = {"B", "K", "M", "G", "T", "P"};

  private Amounts() {}

  /** Bytes with one decimal at most: {@code 512M}, {@code 1.5G}. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int suffix = 0;
    while (amount >= 1024 && suffix < SUFFIXES.length - 1) {
      amount /= 1024;
      suffix++;
    }
    String digits = String.format(Locale.ROOT, "%.1f", amount);
    return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
        + SUFFIXES[suffix];
  }

  /** A span of time: {@code 4.2s}, {@code 3m12s}, {@code 5h03m}, {@code 12d04h}. */
  public static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60);
    }
    return String.format(Locale.ROOT, "%dd%02dh", seconds / 86_400, seconds / 3600 % 24);
  }
}
