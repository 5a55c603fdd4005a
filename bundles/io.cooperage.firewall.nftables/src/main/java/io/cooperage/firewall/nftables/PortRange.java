package io.cooperage.firewall.nftables;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports next to each other, one at least.
 *
 * @param first 1..65535
 * @param last not below the first
 */
record PortRange(int first, int last) {
  private static final int MOST = 65_535;
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  PortRange {
    if (first < 1 || last > MOST || first > last) {
      throw new IllegalArgumentException(
          "port " + first + "-" + last + " must be within 1-" + MOST + ", the lower one first");
    }
  }

  static PortRange parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("port '" + text + "' must be PORT or FIRST-LAST");
    }
    int first = Integer.parseInt(matcher.group(1));
    return new PortRange(
        first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
