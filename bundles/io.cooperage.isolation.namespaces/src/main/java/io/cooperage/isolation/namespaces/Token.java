package io.cooperage.isolation.namespaces;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Sixteen unguessable bytes. */
final class Token {
  private static final int SIZE = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;

  private Token(byte[] bytes) {
    this.bytes = bytes;
  }

  static Token random() {
    byte[] bytes = new byte[SIZE];
    RANDOM.nextBytes(bytes);
    return new Token(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  String hexadecimal() {
    return HexFormat.of().formatHex(bytes);
  }
}
