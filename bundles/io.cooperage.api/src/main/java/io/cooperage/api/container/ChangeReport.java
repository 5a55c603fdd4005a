package io.cooperage.api.container;

import java.util.List;

/**
 * What a {@code set} did or would do.
 *
 * @param notes roundings, what it costs the CT, and other remarks for the operator
 * @param planned whether this is only a plan and nothing was changed
 */
public record ChangeReport(
    Container container, List<Change> changes, List<String> notes, boolean planned) {
  public ChangeReport {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }
}
