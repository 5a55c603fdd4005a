package io.cooperage.network.routed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports that CTs may open connections to, of the host or of its network. */
final class HostPorts {
  private static final Pattern ENTRY = Pattern.compile("(tcp|udp)/([0-9]{1,5})(?:-([0-9]{1,5}))?");
  private static final int LAST = 65_535;

  private final Map<String, List<String>> ranges = new TreeMap<>();

  /**
   * Reads entries such as {@code udp/53} and {@code tcp/8000-8010}, between blanks or commas.
   *
   * @param setting where they come from
   * @throws IllegalArgumentException naming each bad entry
   */
  HostPorts(String setting, String text) {
    List<String> bad = new ArrayList<>();
    for (String entry : text.strip().split("[\\s,]+", -1)) {
      Matcher matcher = ENTRY.matcher(entry);
      if (matcher.matches() && ordered(matcher)) {
        String last = matcher.group(3) == null ? "" : "-" + Integer.parseInt(matcher.group(3));
        ranges
            .computeIfAbsent(matcher.group(1), p -> new ArrayList<>())
            .add(Integer.parseInt(matcher.group(2)) + last);
      } else if (!entry.isEmpty()) {
        bad.add("'" + entry + "'");
      }
    }
    if (!bad.isEmpty()) {
      throw new IllegalArgumentException(
          setting + " " + String.join(", ", bad) + " must be tcp/PORT, udp/PORT or tcp/FIRST-LAST");
    }
  }

  private static boolean ordered(Matcher matcher) {
    int first = Integer.parseInt(matcher.group(2));
    int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
    return first >= 1 && first <= last && last <= LAST;
  }

  /** One line of nft for each range. */
  String rules() {
    StringBuilder rules = new StringBuilder();
    ranges.forEach(
        (protocol, ports) ->
            ports.forEach(port -> rules.append("%s dport %s accept\n".formatted(protocol, port))));
    return rules.toString();
  }
}
