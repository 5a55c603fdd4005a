package io.cooperage.rest.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads hostile JSON into records: unknown or doubled fields, deep nesting and trailing text fail.
 */
public final class StrictJson {
  private static final int DEPTH = 16;
  private static final int STRING = 1024 * 1024;
  private static final int TYPES = 200;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxStringLength(STRING)
                          .maxNumberLength(40)
                          .maxNameLength(256)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .typeFactory(ownTypes())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withCoercionConfig(
              LogicalType.Textual,
              c ->
                  c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private StrictJson() {}

  /** Jackson's common cache of types would keep the classes of this bundle when it is updated. */
  private static TypeFactory ownTypes() {
    LookupCache<Object, JavaType> cache = new LRUMap<>(16, TYPES);
    return TypeFactory.defaultInstance().withCache(cache);
  }

  /** Reads one value of a type. */
  public static <T> T read(byte[] body, Class<T> type) {
    try {
      // Jackson would take some malformed UTF-8 for characters.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      T value = MAPPER.readValue(text, type);
      if (value == null) {
        throw new RequestException(400, "the body is null");
      }
      return value;
    } catch (CharacterCodingException e) {
      throw new RequestException(400, "the body is not UTF-8");
    } catch (JsonProcessingException e) {
      throw new RequestException(400, "the body cannot be used: " + e.getOriginalMessage());
    }
  }

  /** Writes plain values. */
  public static byte[] write(Object plain) {
    try {
      return MAPPER.writeValueAsBytes(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values are always JSON", e);
    }
  }
}
