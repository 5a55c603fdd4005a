package io.cooperage.isolation.policy;

import java.util.Comparator;

/** A system call as one calling convention numbers it. */
record SystemCall(long architecture, int number) implements Comparable<SystemCall> {
  private static final long X86_64 = 0xc000003eL;
  private static final int X32 = 0x4000003e;
  private static final int X32_BIT = 0x40000000;
  private static final Comparator<SystemCall> ORDER =
      Comparator.comparingLong(SystemCall::architecture).thenComparingInt(SystemCall::number);

  /** As the library names it, else its number. */
  String describe(LibSeccomp library) {
    boolean x32 = architecture == X86_64 && (number & X32_BIT) != 0;
    String name = library.name(x32 ? X32 : (int) architecture, number);
    return name.isEmpty() ? "call " + number : name;
  }

  @Override
  public int compareTo(SystemCall other) {
    return ORDER.compare(this, other);
  }
}
