package io.cooperage.store.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cooperage.spi.store.JournalRecord;

/** The journal of a job. */
final class JournalCodec implements Codec<JournalRecord> {
  private final JsonText json;

  JournalCodec(JsonText json) {
    this.json = json;
  }

  @Override
  public byte[] encode(JournalRecord record) {
    ObjectNode root = json.object();
    new Document(root)
        .put("schema", Schema.CURRENT.toString())
        .put("job", record.job())
        .put("action", record.action())
        .put("target", record.target())
        .put("durable", record.durable())
        .put("undoing", record.undoing())
        .put("createdAt", record.createdAt().toString())
        .putTexts("values", record.values())
        .put("begun", record.begun());
    return json.write(root);
  }

  @Override
  public JournalRecord decode(byte[] content) throws UnreadableRecordException {
    Fields fields = new Fields(json.parse(content));
    Schema.parse(fields.text("schema")).requireReadable();
    return new JournalRecord(
        fields.text("job"),
        fields.text("action"),
        fields.text("target"),
        fields.flag("durable"),
        fields.flag("undoing"),
        fields.instant("createdAt"),
        fields.textByName("values"),
        fields.texts("begun"));
  }
}
