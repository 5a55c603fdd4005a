package io.cooperage.storage.ploop.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A template image's descriptor as JSON. */
final class TemplateText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SCHEMA = 1;

  private TemplateText() {}

  static byte[] write(TemplateImage image) {
    TemplateDescriptor d = image.descriptor();
    ObjectNode node = JSON.createObjectNode();
    node.put("schema", SCHEMA);
    node.put("name", d.name());
    node.put("description", d.description());
    node.put("source", d.source());
    node.set("init", JSON.valueToTree(d.init()));
    node.set("environment", JSON.valueToTree(d.environment()));
    node.put("haltSignal", d.haltSignal());
    node.put("rebootSignal", d.rebootSignal());
    node.set("features", JSON.valueToTree(d.features()));
    node.put("digest", image.digest());
    node.put("format", image.format());
    node.put("size", image.size());
    node.put("builtAt", image.builtAt().toString());
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a descriptor.
   *
   * @param folder where the image file lies
   * @throws IllegalArgumentException if it is no descriptor, or one of a newer version
   */
  static TemplateImage read(byte[] text, Path folder) {
    JsonNode node = tree(text);
    if (node.path("schema").asInt(0) != SCHEMA) {
      throw new IllegalArgumentException("schema " + node.path("schema") + " is not " + SCHEMA);
    }
    TemplateDescriptor descriptor =
        new TemplateDescriptor(
            word(node, "name"),
            node.path("description").asText(),
            node.path("source").asText(),
            texts(node.path("init")),
            map(node.path("environment")),
            node.path("haltSignal").asInt(),
            node.path("rebootSignal").asInt(),
            map(node.path("features")));
    String digest = word(node, "digest");
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("digest '" + digest + "'");
    }
    String format = word(node, "format");
    Path file = folder.resolve(digest + "." + format);
    return new TemplateImage(
        descriptor, digest, file, format, node.path("size").asLong(), builtAt(node));
  }

  private static JsonNode tree(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  private static Instant builtAt(JsonNode node) {
    try {
      return Instant.parse(word(node, "builtAt"));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("builtAt " + e.getMessage(), e);
    }
  }

  private static String word(JsonNode node, String key) {
    String text = node.path(key).asText();
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9.:_-]*")) {
      throw new IllegalArgumentException(key + " '" + text + "'");
    }
    return text;
  }

  private static List<String> texts(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.forEach(n -> all.add(n.asText()));
    return all;
  }

  private static Map<String, String> map(JsonNode object) {
    Map<String, String> all = new HashMap<>();
    object.properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
    return all;
  }
}
