package io.cooperage.api.event;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened.
 *
 * @param sequence grows by one; the id of SSE
 * @param type dotted name, as {@code container.started} or {@code limit.oom}
 * @param subject a CT's UUID, a job's id, a template's name; may be empty
 */
public record Event(
    long sequence,
    Instant at,
    String type,
    String subject,
    String message,
    Map<String, String> details) {
  public Event {
    details = Map.copyOf(details);
  }
}
