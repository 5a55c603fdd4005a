package io.cooperage.storage.ploop.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.spi.storage.Volume;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Manifests as JSON. Unknown keys are passed over; another version is refused. */
final class ManifestText {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FORMAT = "cooperage-ploop-backup";
  private static final int VERSION = 1;

  private ManifestText() {}

  static byte[] write(Manifest manifest) {
    StoredBackup b = manifest.backup();
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION).put("id", b.id().toString());
    root.put("parent", b.parent().map(UUID::toString).orElse(null));
    root.put("parentDigest", b.parentDigest().orElse(null));
    root.put("createdAt", b.createdAt().toString());
    root.put("container", b.volume().container().toString());
    root.put("kind", b.volume().kind()).put("size", b.size());
    root.putPOJO("volume", new TreeMap<>(b.volume().properties()));
    ObjectNode blocks = root.putObject("blocks");
    blocks.put("file", manifest.dataFile()).put("size", manifest.dataSize());
    blocks.put("offset", manifest.dataOffset()).put("headDigest", manifest.headDigest());
    ObjectNode index = root.putObject("index");
    index.put("size", manifest.indexSize()).put("digest", manifest.indexDigest());
    root.putPOJO("notes", new TreeMap<>(b.notes()));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }

  /**
   * Reads and checks a manifest.
   *
   * @return empty if it is one of another format
   */
  static Optional<Manifest> read(byte[] text) {
    try {
      JsonNode root = MAPPER.readTree(text);
      if (!root.path("format").asText().equals(FORMAT)) {
        return Optional.empty();
      }
      if (root.path("version").asInt() != VERSION) {
        throw new DamagedBackupException(
            "it is of version " + root.path("version") + ", which only a later Cooperage reads");
      }
      return Optional.of(manifest(root, Sha256.text(text)).checked());
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new DamagedBackupException("the manifest cannot be read: " + e.getMessage(), e);
    }
  }

  private static Manifest manifest(JsonNode root, String digest) {
    JsonNode blocks = root.path("blocks");
    JsonNode index = root.path("index");
    Volume volume =
        new Volume(
            text(root, "kind"),
            ContainerId.parse(text(root, "container")),
            texts(root.path("volume")));
    long dataSize = number(blocks, "size");
    long indexSize = number(index, "size");
    StoredBackup backup =
        new StoredBackup(
            UUID.fromString(text(root, "id")),
            optional(root, "parent").map(UUID::fromString),
            optional(root, "parentDigest"),
            Instant.parse(text(root, "createdAt")),
            volume,
            number(root, "size"),
            dataSize + indexSize,
            digest,
            texts(root.path("notes")));
    return new Manifest(
        backup,
        text(blocks, "file"),
        dataSize,
        number(blocks, "offset"),
        text(blocks, "headDigest"),
        indexSize,
        text(index, "digest"));
  }

  private static Optional<String> optional(JsonNode node, String name) {
    return node.path(name).isNull() ? Optional.empty() : Optional.of(text(node, name));
  }

  private static String text(JsonNode node, String name) {
    if (!node.path(name).isTextual()) {
      throw new DamagedBackupException("the manifest has no text '" + name + "'");
    }
    return node.path(name).textValue();
  }

  private static long number(JsonNode node, String name) {
    if (!node.path(name).canConvertToLong() || !node.path(name).isIntegralNumber()) {
      throw new DamagedBackupException("the manifest has no number '" + name + "'");
    }
    return node.path(name).longValue();
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> texts.put(name, text(node, name)));
    return texts;
  }
}
