package io.cooperage.store.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds the JSON object of a record; names in maps are sorted, so that equal records are equal
 * files.
 */
final class Document {
  private final ObjectNode node;

  Document(ObjectNode node) {
    this.node = node;
  }

  Document put(String name, String value) {
    node.put(name, value);
    return this;
  }

  Document put(String name, long value) {
    node.put(name, value);
    return this;
  }

  Document put(String name, boolean value) {
    node.put(name, value);
    return this;
  }

  Document put(String name, Collection<String> values) {
    ArrayNode array = node.putArray(name);
    values.forEach(array::add);
    return this;
  }

  Document putTexts(String name, Map<String, String> values) {
    ObjectNode object = node.putObject(name);
    new TreeMap<>(values).forEach(object::put);
    return this;
  }

  Document putLists(String name, Map<String, List<String>> values) {
    Document object = object(name);
    new TreeMap<>(values).forEach(object::put);
    return this;
  }

  /** A nested object, to be filled. */
  Document object(String name) {
    return new Document(node.putObject(name));
  }

  /** A list of objects, to be filled. */
  ArrayNode array(String name) {
    return node.putArray(name);
  }
}
