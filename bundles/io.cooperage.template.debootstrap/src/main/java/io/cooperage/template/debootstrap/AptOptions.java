package io.cooperage.template.debootstrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options of the host's apt without which its mirror cannot be used: proxies, and leave to use
 * archives that are no longer refreshed. A CT's apt gets the same.
 *
 * @param values by option, in the order of apt-config
 */
record AptOptions(Map<String, String> values) {
  static final AptOptions NONE = new AptOptions(Map.of());

  private static final Pattern LINE = Pattern.compile("([A-Za-z:-]+) \"([!-~&&[^\"\\\\]]+)\";");
  private static final List<String> WANTED =
      List.of(
          "Acquire::http::Proxy",
          "Acquire::https::Proxy",
          "Acquire::Check-Valid-Until",
          "Acquire::Check-Date");
  private static final Pattern ON_HOST =
      Pattern.compile("[a-z]+://(?:localhost|127\\.|\\[::1\\]).*");

  AptOptions {
    values = Map.copyOf(values);
  }

  /** Reads the output of {@code apt-config dump}. */
  static AptOptions parse(List<String> dump) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : dump) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && WANTED.contains(matcher.group(1))) {
        values.put(matcher.group(1), matcher.group(2));
      }
    }
    return new AptOptions(values);
  }

  /** For wget, which debootstrap uses. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    proxy("http").ifPresent(proxy -> environment.put("http_proxy", proxy));
    proxy("https").ifPresent(proxy -> environment.put("https_proxy", proxy));
    return environment;
  }

  /** For a CT's apt.conf.d; a proxy that listens on the host alone is of no use there. */
  String configuration() {
    StringBuilder text = new StringBuilder();
    for (String option : WANTED) {
      String value = values.get(option);
      if (value != null && !ON_HOST.matcher(value).matches()) {
        text.append(option).append(" \"").append(value).append("\";\n");
      }
    }
    return text.toString();
  }

  private Optional<String> proxy(String scheme) {
    return Optional.ofNullable(values.get("Acquire::" + scheme + "::Proxy"))
        .filter(proxy -> !proxy.equals("DIRECT"));
  }
}
