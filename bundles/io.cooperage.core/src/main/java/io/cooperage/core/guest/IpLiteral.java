package io.cooperage.core.guest;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Tells addresses from names without ever asking a resolver. */
final class IpLiteral {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private IpLiteral() {}

  static boolean matches(String text) {
    return V4.matcher(text).matches() || (V6.matcher(text).matches() && isV6(text));
  }

  // With a colon in it the JDK parses and never looks up.
  private static boolean isV6(String text) {
    try {
      return InetAddress.getByName(text) instanceof Inet6Address || text.contains("::ffff:");
    } catch (UnknownHostException e) {
      return false;
    }
  }

  static boolean isLoopback(String text) {
    try {
      return matches(text) && InetAddress.getByName(text).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
