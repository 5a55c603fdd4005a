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
   * What holds on a device that only serves reads of a template. Its operations are not limited: a
   * request of the CT's own disk may become several there.
   */
  Limits ofTemplate() {
    return new Limits(new Rates(bytes.read(), 0), Rates.NONE);
  }

  boolean none() {
    return bytes.none() && operations.none();
  }
}
