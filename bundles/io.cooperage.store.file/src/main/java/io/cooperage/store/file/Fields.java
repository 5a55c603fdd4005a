package io.cooperage.store.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of one JSON object, each read once and as the type that it must have. */
final class Fields {
  private final String path;
  private final ObjectNode object;
  private final Set<String> read = new HashSet<>();

  /** The fields of a whole document. */
  Fields(ObjectNode object) {
    this("", object);
  }

  private Fields(String path, ObjectNode object) {
    this.path = path;
    this.object = object;
  }

  String text(String name) throws UnreadableRecordException {
    return text(required(name), path + name);
  }

  Optional<String> optionalText(String name) throws UnreadableRecordException {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  boolean flag(String name) throws UnreadableRecordException {
    JsonNode node = required(name);
    if (!node.isBoolean()) {
      throw wrongType(path + name, "true or false");
    }
    return node.booleanValue();
  }

  long whole(String name) throws UnreadableRecordException {
    JsonNode node = required(name);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw wrongType(path + name, "a whole number");
    }
    return node.longValue();
  }

  int smallWhole(String name) throws UnreadableRecordException {
    long value = whole(name);
    if (value != (int) value) {
      throw new UnreadableRecordException("its '" + path + name + "' is out of range");
    }
    return (int) value;
  }

  Instant instant(String name) throws UnreadableRecordException {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new UnreadableRecordException("its '" + path + name + "' is no time: " + text, e);
    }
  }

  List<String> texts(String name) throws UnreadableRecordException {
    return texts(required(name), path + name);
  }

  Map<String, String> textByName(String name) throws UnreadableRecordException {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : objectNode(name).properties()) {
      values.put(entry.getKey(), text(entry.getValue(), path + name + "." + entry.getKey()));
    }
    return values;
  }

  Map<String, List<String>> textsByName(String name) throws UnreadableRecordException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : objectNode(name).properties()) {
      values.put(entry.getKey(), texts(entry.getValue(), path + name + "." + entry.getKey()));
    }
    return values;
  }

  boolean has(String name) {
    return object.has(name);
  }

  Fields object(String name) throws UnreadableRecordException {
    return new Fields(path + name + ".", objectNode(name));
  }

  List<Fields> objects(String name) throws UnreadableRecordException {
    JsonNode array = required(name);
    if (!array.isArray()) {
      throw wrongType(path + name, "a list");
    }
    List<Fields> all = new ArrayList<>();
    for (JsonNode element : array) {
      String at = path + name + "[" + all.size() + "]";
      if (!(element instanceof ObjectNode found)) {
        throw wrongType(at, "an object");
      }
      all.add(new Fields(at + ".", found));
    }
    return all;
  }

  /** What was not read, as JSON text. */
  Map<String, String> rest() {
    Map<String, String> rest = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (!read.contains(entry.getKey())) {
        rest.put(entry.getKey(), entry.getValue().toString());
      }
    }
    return rest;
  }

  /** Refuses fields that were not read: below the top nothing unknown could be kept. */
  void end() throws UnreadableRecordException {
    for (String name : rest().keySet()) {
      throw new UnreadableRecordException("its '" + path + name + "' is unknown");
    }
  }

  private ObjectNode objectNode(String name) throws UnreadableRecordException {
    if (required(name) instanceof ObjectNode found) {
      return found;
    }
    throw wrongType(path + name, "an object");
  }

  private JsonNode required(String name) throws UnreadableRecordException {
    read.add(name);
    JsonNode node = object.get(name);
    if (node == null) {
      throw new UnreadableRecordException("its '" + path + name + "' is missing");
    }
    return node;
  }

  private static String text(JsonNode node, String at) throws UnreadableRecordException {
    if (!node.isTextual()) {
      throw wrongType(at, "a text");
    }
    return node.textValue();
  }

  private static List<String> texts(JsonNode node, String at) throws UnreadableRecordException {
    if (!node.isArray()) {
      throw wrongType(at, "a list");
    }
    List<String> all = new ArrayList<>();
    for (JsonNode element : node) {
      all.add(text(element, at + "[" + all.size() + "]"));
    }
    return all;
  }

  private static UnreadableRecordException wrongType(String at, String wanted) {
    return new UnreadableRecordException("its '" + at + "' is not " + wanted);
  }
}
