package io.cooperage.isolation.namespaces;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The features of a CT that are on, as vzctl writes them: {@code NAME:on[,NAME:off...]}. */
record FeatureSet(Set<Feature> on) {
  FeatureSet {
    on = Set.copyOf(on);
  }

  static ValueType<FeatureSet> type() {
    List<String> suggestions = Stream.of(Feature.values()).map(f -> f.word() + ":on").toList();
    return ValueTypes.text(
        "NAME:on|off[,...] with " + Feature.words(),
        FeatureSet::parse,
        FeatureSet::format,
        JsonForm.string(),
        suggestions);
  }

  private static FeatureSet parse(String text) {
    Set<Feature> on = EnumSet.noneOf(Feature.class);
    for (String item : text.split(",", -1)) {
      String[] parts = item.split(":", 2);
      Feature feature =
          Feature.find(parts[0])
              .orElseThrow(
                  () -> new IllegalArgumentException("must name features of " + Feature.words()));
      switch (parts.length == 2 ? parts[1] : "") {
        case "on" -> on.add(feature);
        case "off" -> on.remove(feature);
        default ->
            throw new IllegalArgumentException(
                "must say on or off after each name, as " + parts[0] + ":on");
      }
    }
    return new FeatureSet(on);
  }

  static String format(FeatureSet value) {
    return Stream.of(Feature.values())
        .map(f -> f.word() + (value.on.contains(f) ? ":on" : ":off"))
        .filter(word -> value.on.isEmpty() || word.endsWith(":on"))
        .collect(Collectors.joining(","));
  }

  /** Names for the isolation policy. */
  Set<String> words() {
    return on.stream().map(Feature::word).collect(Collectors.toUnmodifiableSet());
  }
}
