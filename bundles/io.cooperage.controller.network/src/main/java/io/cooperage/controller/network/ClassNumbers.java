package io.cooperage.controller.network;

import java.util.BitSet;
import java.util.Set;

/** The numbers of CTs' classes, of which a token bucket has 16 bits. Not safe for threads. */
final class ClassNumbers {
  /** The lowest; what is below belongs to the tree itself. */
  static final int FIRST = 0x10;

  static final int LAST = 0xfffe;

  private final BitSet used = new BitSet();

  void take(Set<Integer> numbers) {
    numbers.forEach(used::set);
  }

  /**
   * Takes the lowest free one.
   *
   * @throws IllegalStateException if none is left, which is beyond what a host can run
   */
  int take() {
    int number = used.nextClearBit(FIRST);
    if (number > LAST) {
      throw new IllegalStateException("no class number is left for another CT");
    }
    used.set(number);
    return number;
  }

  void giveBack(int number) {
    used.clear(number);
  }
}
