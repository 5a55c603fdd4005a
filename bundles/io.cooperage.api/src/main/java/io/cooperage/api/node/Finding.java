package io.cooperage.api.node;

/**
 * One line of {@code node doctor}.
 *
 * @param subject what was looked at, as "user namespaces"
 * @param grade how good it is
 * @param detail what was found
 * @param cost what works less well because of it, and the remedy; empty if all is well
 */
public record Finding(String subject, Grade grade, String detail, String cost) {
  /** How good a finding is. */
  public enum Grade {
    GOOD,
    DEGRADED,
    MISSING
  }
}
