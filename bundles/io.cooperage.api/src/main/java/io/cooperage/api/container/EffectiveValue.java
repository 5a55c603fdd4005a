package io.cooperage.api.container;

import java.util.List;

/**
 * One line of {@code ct show}.
 *
 * @param asked stored canonical texts; empty if not set
 * @param effective what the kernel says now; empty unless the CT runs
 * @param where the kernel's knob, as {@code memory.limit_in_bytes}
 * @param note rounding, drift, "no controller", or empty
 */
public record EffectiveValue(
    String parameter, List<String> asked, String effective, String where, String note) {
  public EffectiveValue {
    asked = List.copyOf(asked);
  }
}
