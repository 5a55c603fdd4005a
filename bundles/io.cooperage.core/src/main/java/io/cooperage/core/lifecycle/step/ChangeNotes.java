package io.cooperage.core.lifecycle.step;

import java.util.List;

/**
 * Remarks of a change for its report.
 *
 * @param lines roundings and the like
 */
public record ChangeNotes(List<String> lines) {
  /** Copies the list. */
  public ChangeNotes {
    lines = List.copyOf(lines);
  }
}
