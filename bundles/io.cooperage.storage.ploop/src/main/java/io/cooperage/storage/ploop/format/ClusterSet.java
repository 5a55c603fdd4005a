package io.cooperage.storage.ploop.format;

import java.util.HashMap;
import java.util.Map;

/**
 * A set of cluster numbers as a bitmap in pages, so that its memory goes by what is in it. Not safe
 * for several threads.
 */
public final class ClusterSet {
  private static final int PAGE_BITS = 15;
  private static final int WORD_BITS = 6;

  private final Map<Long, long[]> pages = new HashMap<>();
  private long size;
  private long highest = -1;

  /** Adds a number of at least 0 and says whether it was new. */
  public boolean add(long number) {
    long[] page =
        pages.computeIfAbsent(number >> PAGE_BITS, p -> new long[1 << (PAGE_BITS - WORD_BITS)]);
    int word = word(number);
    boolean fresh = (page[word] & 1L << number) == 0;
    page[word] |= 1L << number;
    size += fresh ? 1 : 0;
    highest = Math.max(highest, number);
    return fresh;
  }

  public boolean contains(long number) {
    long[] page = pages.get(number >> PAGE_BITS);
    return page != null && (page[word(number)] & 1L << number) != 0;
  }

  /** How many numbers are in the set. */
  public long size() {
    return size;
  }

  /** The highest number in the set, -1 if it is empty. */
  public long highest() {
    return highest;
  }

  private static int word(long number) {
    return (int) (number & ((1 << PAGE_BITS) - 1)) >> WORD_BITS;
  }
}
