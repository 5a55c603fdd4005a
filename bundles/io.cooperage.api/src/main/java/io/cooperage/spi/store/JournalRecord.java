package io.cooperage.spi.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A job that has begun and not ended.
 *
 * @param action verb, as "start"
 * @param target UUID of the CT, or a template's name
 * @param durable whether it has effects that outlive a reboot
 * @param undoing whether it is being undone
 * @param values everything that its steps compute from
 * @param begun names of the steps that were begun, in order
 */
public record JournalRecord(
    String job,
    String action,
    String target,
    boolean durable,
    boolean undoing,
    Instant createdAt,
    Map<String, String> values,
    List<String> begun) {
  public JournalRecord {
    values = Map.copyOf(values);
    begun = List.copyOf(begun);
  }
}
