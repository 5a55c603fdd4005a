package io.cooperage.api.container;

import java.util.List;

/**
 * What a {@code set} did or would do.
 *
 * @param notes roundings and other remarks for the operator
 */
public record ChangeReport(Container container, List<Change> changes, List<String> notes) {
  public ChangeReport {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }
}
