package io.cooperage.itests.node.vendor;

/** What a vendor's controller does. */
public enum Behaviour {
  GOOD,
  THROWS,
  HANGS,
  ANSWERS_NULL,
  DOES_NOT_LINK
}
