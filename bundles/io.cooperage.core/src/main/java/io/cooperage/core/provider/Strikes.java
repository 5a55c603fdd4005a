package io.cooperage.core.provider;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Counts failures in a row of one service: its own, and those of calls for one CT. A CT for which
 * it fails again and again goes without it for a while. It is out when it fails in a row by itself,
 * or for as many CTs with no success for any CT between; one CT cannot bring that about. Safe for
 * any thread.
 */
final class Strikes {
  private static final Duration REST = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;

  private final int most;
  private final Verdicts verdicts;
  private final LongSupplier nanoTime;
  private final Map<String, Row> rows = new HashMap<>();
  private final Set<String> failing = new HashSet<>();
  private int own;
  private volatile boolean clean = true;
  private volatile boolean out;

  /** Who is told; called once for each verdict, without a lock. */
  interface Verdicts {
    /** Nobody may call the service any more. */
    void out(String reason);

    /** It is not called for a CT for that time. */
    void rests(String subject, Duration time, String reason);
  }

  /** Failures in a row for one CT. */
  private static final class Row {
    private int failures;
    private long restBegan;
    private Duration rest = Duration.ZERO;
  }

  Strikes(int most, Verdicts verdicts, LongSupplier nanoTime) {
    this.most = most;
    this.verdicts = verdicts;
    this.nanoTime = nanoTime;
  }

  /** After an answer; the subject is a CT's UUID, or empty for a call of the service's own. */
  void success(String subject) {
    if (!clean) {
      forgive(subject);
    }
  }

  private synchronized void forgive(String subject) {
    own = 0;
    if (!subject.isEmpty()) {
      rows.remove(subject);
      failing.clear();
    }
    clean = rows.isEmpty();
  }

  /** After a failure that counts. */
  void failure(String subject, String reason) {
    Runnable verdict = subject.isEmpty() ? ownFailure(reason) : rowFailure(subject, reason);
    verdict.run();
  }

  private synchronized Runnable ownFailure(String reason) {
    clean = false;
    own++;
    return own >= most ? end(reason) : () -> {};
  }

  private synchronized Runnable rowFailure(String subject, String reason) {
    clean = false;
    failing.add(subject);
    if (failing.size() >= most) {
      return end(reason);
    }
    Row row = rows.computeIfAbsent(subject, s -> new Row());
    row.failures++;
    if (row.failures < most) {
      return () -> {};
    }
    row.restBegan = nanoTime.getAsLong();
    row.rest = REST.multipliedBy(1L << Math.min(row.failures - most, MOST_DOUBLINGS));
    Duration rest = row.rest;
    return () -> verdicts.rests(subject, rest, reason);
  }

  private Runnable end(String reason) {
    boolean known = out;
    out = true;
    return known ? () -> {} : () -> verdicts.out(reason);
  }

  /** How long it is not called for a CT yet; zero if it may be called. */
  Duration rest(String subject) {
    return clean ? Duration.ZERO : restOf(subject);
  }

  private synchronized Duration restOf(String subject) {
    Row row = rows.get(subject);
    if (row == null) {
      return Duration.ZERO;
    }
    Duration left = row.rest.minusNanos(nanoTime.getAsLong() - row.restBegan);
    return left.isNegative() ? Duration.ZERO : left;
  }

  boolean out() {
    return out;
  }
}
