package io.cooperage.store.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.Ctid;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.store.ContainerRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code container.json}. Keys of a later minor schema are kept as they are, and so is its version:
 * a file that a newer daemon wrote does not come back from an older one looking old.
 */
final class ContainerCodec implements Codec<ContainerRecord> {
  private static final String SCHEMA = "schema";

  private final JsonText json;

  ContainerCodec(JsonText json) {
    this.json = json;
  }

  @Override
  public byte[] encode(ContainerRecord record) {
    ObjectNode root = json.object();
    Document document = new Document(root);
    document
        .put(SCHEMA, Schema.CURRENT.toString())
        .put("id", record.id().toString())
        .put("ctid", record.ctid().number());
    record.name().ifPresent(name -> document.put("name", name.text()));
    document
        .put("revision", record.revision())
        .put("createdAt", record.createdAt().toString())
        .putTexts("kinds", record.kinds())
        .put("template", record.template())
        .put("templateDigest", record.templateDigest())
        .putLists("parameters", record.parameters())
        .putTexts("labels", record.labels())
        .put("description", record.description())
        .put("wantRunning", record.wantRunning());
    document
        .object("idMap")
        .put("base", record.idMap().base())
        .put("width", record.idMap().width());
    record.volume().ifPresent(volume -> encode(record.id(), volume, document.object("volume")));
    encode(record.mounts(), document.array("mounts"));
    keepUnknown(record.unknown(), root);
    return json.write(root);
  }

  @Override
  public ContainerRecord decode(byte[] content) throws UnreadableRecordException {
    Fields fields = new Fields(json.parse(content));
    Schema schema = Schema.parse(fields.text(SCHEMA));
    schema.requireReadable();
    try {
      return decode(fields, schema);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException("a value is out of range: " + e.getMessage(), e);
    }
  }

  private static ContainerRecord decode(Fields fields, Schema schema)
      throws UnreadableRecordException {
    ContainerId id = ContainerId.parse(fields.text("id"));
    return new ContainerRecord(
        id,
        new Ctid(fields.smallWhole("ctid")),
        fields.optionalText("name").map(ContainerName::new),
        fields.whole("revision"),
        fields.instant("createdAt"),
        fields.textByName("kinds"),
        fields.text("template"),
        fields.text("templateDigest"),
        fields.textsByName("parameters"),
        fields.textByName("labels"),
        fields.text("description"),
        idMap(fields.object("idMap")),
        fields.flag("wantRunning"),
        fields.has("volume") ? Optional.of(volume(id, fields.object("volume"))) : Optional.empty(),
        mounts(fields.objects("mounts")),
        unknown(fields, schema));
  }

  private static IdMap idMap(Fields fields) throws UnreadableRecordException {
    IdMap map = new IdMap(fields.whole("base"), fields.whole("width"));
    fields.end();
    return map;
  }

  private static Volume volume(ContainerId id, Fields fields) throws UnreadableRecordException {
    Volume volume = new Volume(fields.text("kind"), id, fields.textByName("properties"));
    fields.end();
    return volume;
  }

  private static List<HostMount> mounts(List<Fields> all) throws UnreadableRecordException {
    List<HostMount> mounts = new ArrayList<>();
    for (Fields fields : all) {
      mounts.add(
          new HostMount(
              fields.text("key"),
              fields.text("source"),
              fields.text("target"),
              fields.flag("readOnly"),
              fields.flag("idmapped"),
              new HashSet<>(fields.texts("flags"))));
      fields.end();
    }
    return mounts;
  }

  private static Map<String, String> unknown(Fields fields, Schema schema) {
    Map<String, String> unknown = new HashMap<>(fields.rest());
    if (schema.newerThanCurrent()) {
      unknown.put(SCHEMA, "\"" + schema + "\"");
    }
    return unknown;
  }

  private static void encode(ContainerId id, Volume volume, Document into) {
    if (!volume.container().equals(id)) {
      throw new IllegalArgumentException("the volume belongs to CT " + volume.container());
    }
    into.put("kind", volume.kind()).putTexts("properties", volume.properties());
  }

  private static void encode(List<HostMount> mounts, ArrayNode into) {
    for (HostMount mount : mounts) {
      new Document(into.addObject())
          .put("key", mount.key())
          .put("source", mount.source())
          .put("target", mount.target())
          .put("readOnly", mount.readOnly())
          .put("idmapped", mount.idmapped())
          .put("flags", new TreeSet<>(mount.flags()));
    }
  }

  private void keepUnknown(Map<String, String> unknown, ObjectNode root) {
    for (Map.Entry<String, String> entry : new TreeMap<>(unknown).entrySet()) {
      if (root.has(entry.getKey()) && !entry.getKey().equals(SCHEMA)) {
        throw new IllegalArgumentException("'" + entry.getKey() + "' is a key of this schema");
      }
      root.set(entry.getKey(), json.value(entry.getValue()));
    }
  }
}
