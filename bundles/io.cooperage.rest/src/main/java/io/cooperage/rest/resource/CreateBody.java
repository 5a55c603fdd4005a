package io.cooperage.rest.resource;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.container.Ctid;
import io.cooperage.rest.http.Exchange;
import java.util.Map;
import java.util.function.Function;

/** The body of {@code POST /1.0/containers}; every field may be absent. */
record CreateBody(
    Integer ctid,
    String id,
    String name,
    String template,
    String sample,
    Map<String, String> kinds,
    Map<String, String> labels,
    String description,
    Map<String, Object> settings,
    Boolean start) {

  CreateRequest request() {
    CreateRequest.Builder request = CreateRequest.builder();
    if (ctid != null) {
      request.ctid(checked("ctid", ctid.toString(), Ctid::parse));
    }
    if (id != null) {
      request.id(checked("id", id, ContainerId::parse));
    }
    if (name != null) {
      request.name(name(name));
    }
    request.start(start != null && start);
    request.template(orEmpty(template)).sample(orEmpty(sample)).description(orEmpty(description));
    entries(kinds).forEach(request::kind);
    entries(labels).forEach(request::label);
    return request.settings(SettingsBody.of(settings, null)).build();
  }

  static ContainerName name(String text) {
    return checked("name", text, ContainerName::new);
  }

  static Map<String, String> entries(Map<String, String> map) {
    if (map == null) {
      return Map.of();
    }
    map.forEach(
        (key, value) -> {
          if (value == null) {
            throw Exchange.bad(key, "", "must be a text");
          }
        });
    return map;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static <T> T checked(String field, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw Exchange.bad(field, text, e.getMessage());
    }
  }
}
