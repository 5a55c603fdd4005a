package io.cooperage.store.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes JSON strictly: no key twice, nothing after the end, decimals as they stand. No
 * exception of the parser leaves this class. Safe for any thread.
 */
final class JsonText {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  ObjectNode object() {
    return mapper.createObjectNode();
  }

  ObjectNode parse(byte[] content) throws UnreadableRecordException {
    try {
      if (mapper.readTree(content) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new UnreadableRecordException("it is not whole JSON: " + reason(e), e);
    } catch (IOException e) {
      throw new UnreadableRecordException("it is not whole JSON", e);
    }
    throw new UnreadableRecordException("it is not a JSON object");
  }

  /**
   * One value from text that was made by {@link JsonNode#toString}.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  JsonNode value(String text) {
    try {
      return mapper.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + reason(e), e);
    }
  }

  /** Text for people and programs: indented, with a line break at its end. */
  byte[] write(ObjectNode object) {
    return (object.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The fields of one object, written one after the other. */
  interface ObjectBody {
    void write(JsonGenerator object) throws IOException;
  }

  /** An object on one line, with a line break at its end, for files that grow by lines. */
  byte[] line(ObjectBody body) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator object = mapper.getFactory().createGenerator(bytes)) {
      object.writeStartObject();
      body.write(object);
      object.writeEndObject();
      object.writeRaw('\n');
      object.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
  }

  private static String reason(JacksonException e) {
    String where = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    return e.getOriginalMessage().lines().findFirst().orElse("unreadable") + where;
  }
}
