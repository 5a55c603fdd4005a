package io.cooperage.api.parameter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Typed values of some parameters. Immutable. A parameter that is absent has its default; a list
 * parameter that is absent is empty.
 */
public final class ParameterValues {
  private static final ParameterValues EMPTY = new ParameterValues(Map.of());

  private final Map<String, List<Object>> values;

  private ParameterValues(Map<String, List<Object>> values) {
    this.values = values;
  }

  public static ParameterValues empty() {
    return EMPTY;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The value that was set, else the default, else empty. */
  public <T> Optional<T> get(Parameter<T> parameter) {
    Optional<T> set = explicit(parameter);
    return set.isPresent() ? set : parameter.defaultValue();
  }

  /** The value only if it was set. */
  public <T> Optional<T> explicit(Parameter<T> parameter) {
    List<T> all = typed(parameter);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  /** The entries of a list parameter, in their order. */
  public <T> List<T> list(Parameter<T> parameter) {
    return typed(parameter);
  }

  public boolean isSet(Parameter<?> parameter) {
    return values.containsKey(parameter.name());
  }

  /** Names of the parameters that were set, sorted. */
  public Set<String> names() {
    return new TreeSet<>(values.keySet());
  }

  /** The canonical texts of a parameter, one for each entry; empty if it is not set. */
  public <T> List<String> texts(Parameter<T> parameter) {
    return typed(parameter).stream().map(parameter.type()::format).toList();
  }

  // The builder takes a value only together with its own descriptor, so the entries of a name have
  // that
  // descriptor's type as long as both sides use the same one.
  @SuppressWarnings("unchecked")
  private <T> List<T> typed(Parameter<T> parameter) {
    return (List<T>) values.getOrDefault(parameter.name(), List.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterValues that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }

  /** Collects values; single-threaded. */
  public static final class Builder {
    private final Map<String, List<Object>> values = new LinkedHashMap<>();

    private Builder() {}

    public <T> Builder put(Parameter<T> parameter, T value) {
      values.put(parameter.name(), List.of(Objects.requireNonNull(value, parameter.name())));
      return this;
    }

    public <T> Builder putList(Parameter<T> parameter, List<T> entries) {
      if (entries.isEmpty()) {
        values.remove(parameter.name());
      } else {
        values.put(parameter.name(), List.copyOf(entries));
      }
      return this;
    }

    /**
     * Parses stored texts.
     *
     * @throws IllegalArgumentException as {@link ValueType#parse} does
     */
    public <T> Builder parse(Parameter<T> parameter, List<String> texts) {
      return putList(parameter, texts.stream().map(parameter.type()::parse).toList());
    }

    public ParameterValues build() {
      return new ParameterValues(Map.copyOf(values));
    }
  }
}
