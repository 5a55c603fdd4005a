package io.cooperage.api.container;

import java.util.List;

/**
 * One parameter in a change.
 *
 * @param before canonical texts before; empty if it was not set
 * @param after canonical texts after; empty if it is reset
 * @param effective what the kernel says now, one "where = value" each; empty if it is not applied
 *     yet
 * @param where the kernel's knobs, as its owner names them on a running CT; empty if it names none
 * @param when "now" or "at the next start"
 */
public record Change(
    String parameter,
    List<String> before,
    List<String> after,
    List<String> effective,
    String where,
    String when) {
  public Change {
    before = List.copyOf(before);
    after = List.copyOf(after);
    effective = List.copyOf(effective);
  }
}
