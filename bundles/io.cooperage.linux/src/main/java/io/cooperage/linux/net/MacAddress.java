package io.cooperage.linux.net;

import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * A 48-bit hardware address.
 *
 * @param bits the address, its first byte highest, 0..2^48-1
 */
public record MacAddress(long bits) {
  private static final int BYTES = 6;
  private static final long LOCAL = 0x02L << 40;
  private static final long GROUP_OR_LOCAL = 0x03L << 40;

  /** Checks the range. */
  public MacAddress {
    if (bits < 0 || bits >>> 48 != 0) {
      throw new IllegalArgumentException("a hardware address has 48 bits");
    }
  }

  /** Reads the form {@code 02:00:00:aa:bb:cc}. */
  public static MacAddress parse(String text) {
    if (!text.toLowerCase(Locale.ROOT).matches("[0-9a-f]{2}(:[0-9a-f]{2}){5}")) {
      throw new IllegalArgumentException("not a hardware address: " + text);
    }
    return new MacAddress(HexFormat.fromHexDigitsToLong(text.replace(":", "")));
  }

  /**
   * Returns the locally administered single-station address that belongs to an identity, always the
   * same one.
   */
  public static MacAddress of(UUID identity) {
    long mixed = identity.getMostSignificantBits() * 31 + identity.getLeastSignificantBits();
    long bits = (mixed ^ (mixed >>> 48)) & 0xffff_ffff_ffffL;
    return new MacAddress((bits & ~GROUP_OR_LOCAL) | LOCAL);
  }

  static MacAddress of(byte[] bytes) {
    long bits = 0;
    for (int i = 0; i < BYTES; i++) {
      bits = bits << 8 | (bytes[i] & 0xff);
    }
    return new MacAddress(bits);
  }

  byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) (bits >>> (40 - 8 * i));
    }
    return bytes;
  }

  /** Returns the form {@code 02:00:00:aa:bb:cc}. */
  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(bytes());
  }
}
