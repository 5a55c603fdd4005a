package io.cooperage.storage.ploop.backup;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests by SHA-256 (source: FIPS 180-4). */
final class Sha256 {
  /** Bytes of a digest. */
  static final int LENGTH = 32;

  private Sha256() {}

  static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Of what remains in a buffer, whose position stays; in hexadecimal. */
  static String of(ByteBuffer bytes) {
    MessageDigest digest = begin();
    digest.update(bytes.duplicate());
    return text(digest);
  }

  /** In hexadecimal. */
  static String text(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  /** Ends a digest, in hexadecimal. */
  static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
