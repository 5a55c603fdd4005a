package io.cooperage.api.parameter;

import java.util.List;
import java.util.function.Function;

/** A value type made of functions. */
record FunctionType<T>(
    String syntax,
    Function<String, T> parser,
    Function<T, String> formatter,
    JsonForm json,
    List<String> suggestions)
    implements ValueType<T> {

  @Override
  public T parse(String text) {
    return parser.apply(text);
  }

  @Override
  public String format(T value) {
    return formatter.apply(value);
  }

  @Override
  public List<String> suggest(String prefix) {
    return suggestions.stream().filter(s -> s.startsWith(prefix)).toList();
  }
}
