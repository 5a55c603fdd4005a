package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.shell.verb.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A column of {@code ct list}; the fixed ones are vzlist's where it has them. */
record ListField(String name, String heading, Function<Container, String> text) {
  private static final List<ListField> FIXED =
      List.of(
          field("ctid", c -> c.ctid().toString()),
          field("uuid", c -> c.id().toString()),
          field("name", c -> c.name().map(Object::toString).orElse("")),
          field("status", ListField::state),
          new ListField("template", "TEMPLATE", Container::template),
          new ListField("ostemplate", "TEMPLATE", Container::template),
          new ListField("ip", "IP_ADDR", ListField::addresses),
          field("hostname", Container::hostname),
          field("mem", c -> meter(c, "memory.used", Amounts::bytes)),
          field("swap", c -> meter(c, "memory.swap", Amounts::bytes)),
          field("cpu", c -> meter(c, "cpu.time", ns -> Amounts.time(Duration.ofNanos(ns)))),
          field("disk", c -> meter(c, "disk.used", Amounts::bytes)),
          field("uptime", ListField::uptime),
          field("labels", c -> pairs(c.labels())),
          field("description", Container::description),
          field("detail", Container::detail),
          field("job", c -> c.busyJob().orElse("")));

  private static ListField field(String name, Function<Container, String> text) {
    return new ListField(name, name.toUpperCase(Locale.ROOT), text);
  }

  static List<String> names() {
    return FIXED.stream().map(ListField::name).toList();
  }

  static Optional<ListField> fixed(String name) {
    return FIXED.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /** The stored text of a parameter. */
  static ListField parameter(String name) {
    return field(name, c -> String.join(" ", c.parameters().getOrDefault(name, List.of())));
  }

  /** The bare number of a meter. */
  static ListField meter(String name) {
    return field(name, c -> meter(c, name, n -> Long.toString(n)));
  }

  String of(Container c) {
    return text.apply(c);
  }

  static String state(Container c) {
    return c.state().name().toLowerCase(Locale.ROOT);
  }

  static String pairs(Map<String, ?> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(" "));
  }

  /** Without the prefix lengths: /32 says nothing in a table. */
  private static String addresses(Container c) {
    return c.addresses().stream()
        .map(a -> a.indexOf('/') < 0 ? a : a.substring(0, a.indexOf('/')))
        .collect(Collectors.joining(" "));
  }

  private static String meter(Container c, String name, Function<Long, String> format) {
    return Optional.ofNullable(c.usage().meters().get(name)).map(format).orElse("");
  }

  private static String uptime(Container c) {
    return c.startedAt().map(t -> Amounts.time(Duration.between(t, Instant.now()))).orElse("");
  }
}
