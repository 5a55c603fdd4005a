package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.Usage;
import io.cooperage.shell.verb.Amounts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * A number of {@code ct top}; empty where nobody measures it.
 *
 * @param name sort key and field of JSON
 * @param of the amount, in the unit that {@code text} formats
 */
record TopColumn(
    String name,
    String heading,
    Function<Container, OptionalDouble> of,
    DoubleFunction<String> text) {
  private static final double NANOS_PER_PERCENT = 1e7;
  private static final double HUNDREDTHS = 100;

  static final List<TopColumn> ALL =
      List.of(
          new TopColumn(
              "cpu", "CPU%", c -> rate(c, NANOS_PER_PERCENT, "cpu.time"), TopColumn::percent),
          new TopColumn("mem", "MEM", c -> amount(c, "memory.used"), TopColumn::bytes),
          new TopColumn("swap", "SWAP", c -> amount(c, "memory.swap"), TopColumn::bytes),
          new TopColumn("read", "READ/s", c -> rate(c, 1, "disk.read.bytes"), TopColumn::bytes),
          new TopColumn(
              "written", "WRITE/s", c -> rate(c, 1, "disk.write.bytes"), TopColumn::bytes),
          new TopColumn(
              "received", "RECV/s", c -> rate(c, 1, "network.received"), TopColumn::bytes),
          new TopColumn("sent", "SENT/s", c -> rate(c, 1, "network.sent"), TopColumn::bytes),
          new TopColumn("tasks", "TASKS", c -> amount(c, "tasks.now"), TopColumn::count),
          new TopColumn("cpu-psi", "CPU-PSI", c -> pressure(c, "cpu"), TopColumn::percent),
          new TopColumn("mem-psi", "MEM-PSI", c -> pressure(c, "memory"), TopColumn::percent),
          new TopColumn("io-psi", "IO-PSI", c -> pressure(c, "io"), TopColumn::percent));

  static List<String> names() {
    return ALL.stream().map(TopColumn::name).toList();
  }

  static Optional<TopColumn> named(String name) {
    return ALL.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  String cell(Container c) {
    OptionalDouble amount = of.apply(c);
    return amount.isEmpty() ? "" : text.apply(amount.getAsDouble());
  }

  private static OptionalDouble pressure(Container c, String what) {
    return scaled(Optional.ofNullable(c.usage().meters().get("pressure." + what)), HUNDREDTHS);
  }

  private static OptionalDouble amount(Container c, String meter) {
    return scaled(Optional.ofNullable(c.usage().meters().get(meter)), 1);
  }

  private static OptionalDouble rate(Container c, double unit, String meter) {
    Usage usage = c.usage();
    return scaled(Optional.ofNullable(usage.rates().get(meter)), unit);
  }

  private static OptionalDouble scaled(Optional<Long> amount, double unit) {
    OptionalLong known = amount.map(OptionalLong::of).orElse(OptionalLong.empty());
    return known.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(known.getAsLong() / unit);
  }

  private static String percent(double percent) {
    return String.format(Locale.ROOT, "%.1f", percent);
  }

  private static String bytes(double bytes) {
    return Amounts.bytes((long) bytes);
  }

  private static String count(double count) {
    return Long.toString((long) count);
  }
}
