package io.cooperage.supervisor;

/** Numbers that both sides of the protocol agree on; {@code wire.h} is the other side. */
final class Wire {
  static final int MAGIC = 0x31504f43;
  static final int HEADER = 12;
  static final int LARGEST = HEADER + 128 * 1024;
  static final int MOST_DESCRIPTORS = 64;
  static final int NO_DESCRIPTOR = 0xffff;

  static final int FLAG_ERROR = 1;
  static final int FLAG_MORE = 2;
  static final int FLAG_SUBSCRIBE = 4;
  static final int FLAG_HANG_UP = 8;
  static final int FLAG_STARTED = 16;

  private Wire() {}
}
