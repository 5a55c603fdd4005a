package io.cooperage.itests.node.vendor;

/** A class that the vendor's jar lacks. */
final class NotDelivered {
  private NotDelivered() {}

  static void touch() {}
}
