package io.cooperage.shell.verb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.PrintStream;

/** Writes plain values as JSON. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();

  private Json() {}

  static void print(Object plain, PrintStream out) {
    out.println(text(PRETTY, plain));
  }

  /** On one line, for streams of values. */
  public static String line(Object plain) {
    return text(MAPPER.writer(), plain);
  }

  private static String text(ObjectWriter writer, Object plain) {
    try {
      return writer.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values are always JSON", e);
    }
  }
}
