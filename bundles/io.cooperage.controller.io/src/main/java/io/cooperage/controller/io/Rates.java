package io.cooperage.controller.io;

/**
 * Most that a CT may do in a second, each way; 0 is no limit.
 *
 * @param read bytes or operations
 * @param write bytes or operations
 */
record Rates(long read, long write) {
  static final Rates NONE = new Rates(0, 0);

  static Rates both(long rate) {
    return new Rates(rate, rate);
  }

  boolean none() {
    return read == 0 && write == 0;
  }
}
