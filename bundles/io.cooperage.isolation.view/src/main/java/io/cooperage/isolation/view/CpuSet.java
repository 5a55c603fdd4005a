package io.cooperage.isolation.view;

import java.util.ArrayList;
import java.util.List;

/** Lists of CPUs as the kernel writes them: {@code 0-2,5}. */
final class CpuSet {
  private static final int MOST = 8192;

  private CpuSet() {}

  /** The numbers, ascending as written; those of a text that is none are left out. */
  static List<Integer> parse(String text) {
    List<Integer> all = new ArrayList<>();
    for (String part : text.strip().split(",", -1)) {
      String[] ends = part.split("-", 2);
      long first = Numbers.orElse(ends[0], MOST);
      long last = Math.min(MOST - 1L, Numbers.orElse(ends[ends.length - 1], -1));
      for (long cpu = first; cpu <= last; cpu++) {
        all.add((int) cpu);
      }
    }
    return all;
  }
}
