package io.cooperage.controller.io;

/**
 * Limits on one device.
 *
 * @param bytes a second
 * @param operations a second
 */
record Limits(Rates bytes, Rates operations) {
  static final Limits NONE = new Limits(Rates.NONE, Rates.NONE);

  /**
   * What holds on a device that only serves reads of a template: half as much again, because reads
   * of the CT's own disk pass there too, and two throttles of one rate in a row let through half of
   * it (measured on 6.18, reads of 1 MiB at 5 MiB/s: 0.48 of the limit; so 0.95). Its operations
   * are not limited: a request of the CT's own disk may become several there.
   */
  Limits ofTemplate() {
    return new Limits(new Rates(bytes.read() + bytes.read() / 2, 0), Rates.NONE);
  }

  boolean none() {
    return bytes.none() && operations.none();
  }
}
