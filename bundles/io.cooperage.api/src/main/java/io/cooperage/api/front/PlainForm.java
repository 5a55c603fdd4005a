package io.cooperage.api.front;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The plain form of the contract's values: maps, lists, strings, numbers, booleans and null, ready
 * for any JSON writer, so that {@code --json} and REST show the same fields. A record becomes a map
 * by component name; a record of one component becomes that component; an enum constant becomes its
 * name in lower case with dashes; an absent optional becomes null; times are ISO 8601.
 */
public final class PlainForm {
  // The JVM makes them anew at each call.
  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          return type.getRecordComponents();
        }
      };

  private PlainForm() {}

  /**
   * Converts a value; a plain one stays as it is.
   *
   * @return a value made of plain ones alone; null only for an absent optional
   */
  public static Object of(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(PlainForm::of).orElse(null);
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? optional.getAsLong() : null;
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? optional.getAsDouble() : null;
    }
    if (value instanceof Record record) {
      return record(record);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, entry) -> sorted.put(String.valueOf(of(key)), of(entry)));
      return sorted;
    }
    // A Path is an Iterable but no Collection.
    if (value instanceof Collection<?> collection) {
      return collection.stream().map(PlainForm::of).toList();
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value;
    }
    return value.toString();
  }

  private static Object record(Record record) {
    RecordComponent[] components = COMPONENTS.get(record.getClass());
    if (components.length == 1) {
      return of(component(record, components[0]));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RecordComponent component : components) {
      fields.put(component.getName(), of(component(record, component)));
    }
    return fields;
  }

  private static Object component(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(component + " cannot be read; is the record public?", e);
    }
  }
}
