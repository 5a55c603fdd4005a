package io.cooperage.spi.controller;

import org.osgi.annotation.versioning.ConsumerType;

/** Ends a watch; closing twice is allowed and never throws. */
@ConsumerType
@FunctionalInterface
public interface Watch extends AutoCloseable {
  @Override
  void close();

  /** A watch of nothing. */
  static Watch none() {
    return () -> {};
  }
}
