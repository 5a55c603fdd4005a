package io.cooperage.rest.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP answer.
 *
 * @param body one character for each byte
 */
public record Answer(int status, Map<String, String> headers, String body) {
  static Answer parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    List<String> head = List.of(text.substring(0, end).split("\r\n"));
    Map<String, String> headers = new TreeMap<>();
    for (String line : head.subList(1, head.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    return new Answer(
        Integer.parseInt(head.get(0).substring(9, 12)), headers, text.substring(end + 4));
  }

  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  public JsonNode json() {
    try {
      return new ObjectMapper().readTree(body.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError(body, e);
    }
  }
}
