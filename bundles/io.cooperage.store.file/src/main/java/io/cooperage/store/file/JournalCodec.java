package io.cooperage.store.file;

import io.cooperage.spi.store.JournalRecord;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The journal of a job. */
final class JournalCodec implements Codec<JournalRecord> {
  private final JsonText json;

  JournalCodec(JsonText json) {
    this.json = json;
  }

  /** The record as one line: a file of such lines says what its last whole line says. */
  @Override
  public byte[] encode(JournalRecord record) {
    // Written with every step: a tree of nodes first would cost three times as much.
    return json.line(
        line -> {
          line.writeStringField("schema", Schema.CURRENT.toString());
          line.writeStringField("job", record.job());
          line.writeStringField("action", record.action());
          line.writeStringField("target", record.target());
          line.writeBooleanField("durable", record.durable());
          line.writeBooleanField("undoing", record.undoing());
          line.writeStringField("createdAt", record.createdAt().toString());
          line.writeObjectFieldStart("values");
          for (Map.Entry<String, String> value : new TreeMap<>(record.values()).entrySet()) {
            line.writeStringField(value.getKey(), value.getValue());
          }
          line.writeEndObject();
          line.writeArrayFieldStart("begun");
          for (String step : record.begun()) {
            line.writeString(step);
          }
          line.writeEndArray();
        });
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
