package io.cooperage.rest.http;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method of one path.
 *
 * @param pattern path with variables in braces, as in OpenAPI: {@code /1.0/containers/{ref}}
 */
public record Route(String method, String pattern, Handler handler) {
  /** Answers a request. */
  @FunctionalInterface
  public interface Handler {
    void handle(Exchange exchange) throws IOException;
  }

  public static Route get(String pattern, Handler handler) {
    return new Route("GET", pattern, handler);
  }

  public static Route post(String pattern, Handler handler) {
    return new Route("POST", pattern, handler);
  }

  public static Route put(String pattern, Handler handler) {
    return new Route("PUT", pattern, handler);
  }

  public static Route patch(String pattern, Handler handler) {
    return new Route("PATCH", pattern, handler);
  }

  public static Route delete(String pattern, Handler handler) {
    return new Route("DELETE", pattern, handler);
  }

  /** The variables of a path that fits; empty if it does not. */
  Optional<Map<String, String>> match(List<String> segments) {
    List<String> own = segments(pattern);
    if (own.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < own.size(); i++) {
      String part = own.get(i);
      if (part.startsWith("{")) {
        variables.put(part.substring(1, part.length() - 1), decode(segments.get(i)));
      } else if (!part.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  // URLDecoder is for forms, where a plus is a blank; in a path it is itself.
  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
