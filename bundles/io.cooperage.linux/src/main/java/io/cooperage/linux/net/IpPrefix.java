package io.cooperage.linux.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address with a prefix length. No name is ever looked up.
 *
 * @param address the address, host bits kept
 * @param length 0..32 or 0..128
 */
public record IpPrefix(InetAddress address, int length) {
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final Pattern ZEROS = Pattern.compile("(?<![0-9a-f])0(:0)+(?![0-9a-f])");

  /** Checks the length. */
  public IpPrefix {
    if (length < 0 || length > bits(address)) {
      throw new IllegalArgumentException(
          "prefix length of " + address.getHostAddress() + ": " + length);
    }
  }

  /** Returns the prefix that holds one address alone. */
  public static IpPrefix host(InetAddress address) {
    return new IpPrefix(address, bits(address));
  }

  /**
   * Reads {@code 10.0.0.1}, {@code 10.0.0.0/24}, {@code fd00::1} or {@code fd00::/64}; without
   * length, one address.
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return host(address);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("not a prefix length: " + text);
    }
    return new IpPrefix(address, Integer.parseInt(length));
  }

  /**
   * Returns an address as people write it: IPv6 in lower case with its longest run of zeros left
   * out (RFC 5952).
   */
  public static String format(InetAddress address) {
    String full = address.getHostAddress().replaceFirst("%.*", "");
    if (address instanceof Inet4Address) {
      return full;
    }
    String longest =
        ZEROS
            .matcher(full)
            .results()
            .map(MatchResult::group)
            .max(Comparator.comparingInt(String::length))
            .orElse("");
    return longest.isEmpty() ? full : full.replaceFirst("(^|:)" + longest + "(:|$)", "::");
  }

  /** Returns whether it is IPv4. */
  public boolean isIpv4() {
    return address instanceof Inet4Address;
  }

  /** Returns whether an address of the same family lies in it. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < length; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns {@code ADDRESS/LENGTH}. */
  @Override
  public String toString() {
    return format(address) + "/" + length;
  }

  private static int bits(InetAddress address) {
    return address instanceof Inet4Address ? IPV4_BITS : IPV6_BITS;
  }

  private static InetAddress literal(String text) {
    boolean ipv4 = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    boolean ipv6 = text.contains(":") && text.matches("[0-9a-fA-F:.]{2,45}");
    if (!ipv4 && !ipv6) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address: " + text, e);
    }
  }
}
