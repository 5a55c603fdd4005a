package io.cooperage.store.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cooperage.spi.store.JournalRecord;
import java.util.Arrays;

/** The journal of a job. */
final class JournalCodec implements Codec<JournalRecord> {
  private final JsonText json;

  JournalCodec(JsonText json) {
    this.json = json;
  }

  @Override
  public byte[] encode(JournalRecord record) {
    return json.write(document(record));
  }

  /** The record as one line: a file of such lines says what its last whole line says. */
  byte[] line(JournalRecord record) {
    return json.line(document(record));
  }

  private ObjectNode document(JournalRecord record) {
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
    return root;
  }

  @Override
  public JournalRecord decode(byte[] content) throws UnreadableRecordException {
    Fields fields = new Fields(json.parse(latest(content)));
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

  private static byte[] latest(byte[] content) {
    int end = before(content, content.length);
    int begin = before(content, end) + 1;
    // A record in several lines ends with a line that is but its last brace.
    boolean line = end - begin > 1 && content[begin] == '{' && content[end - 1] == '}';
    if (line) {
      return Arrays.copyOfRange(content, begin, end);
    }
    // What stands behind the last line break is a line that a kill cut short.
    return end < 0 ? content : Arrays.copyOf(content, end + 1);
  }

  /** Where the last line break before a position is; -1 if there is none. */
  private static int before(byte[] content, int position) {
    int at = position - 1;
    while (at >= 0 && content[at] != '\n') {
      at--;
    }
    return at;
  }
}
