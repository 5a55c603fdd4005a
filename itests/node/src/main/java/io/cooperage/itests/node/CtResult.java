package io.cooperage.itests.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** What one run of {@code ct} gave. */
public record CtResult(List<String> command, int exitCode, String output, String error) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public boolean ok() {
    return exitCode == 0;
  }

  /**
   * The result itself, if it succeeded.
   *
   * @throws AssertionError with everything that was printed, if it failed
   */
  public CtResult orFail() {
    if (!ok()) {
      throw new AssertionError(toString());
    }
    return this;
  }

  /** The output as JSON. */
  public JsonNode json() {
    try {
      return JSON.readTree(orFail().output);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON from " + this, e);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", command) + " -> " + exitCode + "\n" + output + error;
  }
}
