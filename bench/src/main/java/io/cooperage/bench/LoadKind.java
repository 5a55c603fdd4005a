package io.cooperage.bench;

import java.util.List;
import java.util.Locale;

/** What {@code load.c} can do, and how often in one turn, so that a turn takes some 20 ms. */
enum LoadKind {
  MIX(25, "fork, exec and 160 cheap calls"),
  EXEC(40, "fork, exec, wait"),
  MESSAGES(3_000, "64 bytes to another process and back"),
  FILE(10_000, "open, fstat, read 4 KiB, close"),
  PIPE(20_000, "write and read of 64 bytes, own pipe"),
  FUTEX(80_000, "futex, nobody to wake"),
  PARENT(100_000, "getppid"),
  COMPUTE(10_000, "arithmetic over 256 KiB, no calls"),
  CAT(5, "cat of /proc/meminfo now and then");

  private final int count;
  private final String title;

  LoadKind(int count, String title) {
    this.count = count;
    this.title = title;
  }

  /** Those of which the processor's time tells all: nobody else works for them. */
  static List<LoadKind> byProcessorTime() {
    return List.of(MIX, EXEC, MESSAGES, FILE, PIPE, FUTEX, PARENT, COMPUTE);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  int count() {
    return count;
  }

  String title() {
    return title;
  }
}
