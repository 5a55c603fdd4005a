package io.cooperage.spi.controller;

import java.util.Objects;

/**
 * What a change would do to a CT that runs, beyond the change itself.
 *
 * @param parameter the parameter whose new value has the effect
 * @param message a whole sentence for the operator: what is in use, and what will happen
 * @param fatal whether processes would be killed or refused what they hold: it needs force
 */
public record Consequence(String parameter, String message, boolean fatal) {
  public Consequence {
    Objects.requireNonNull(parameter, "parameter");
    Objects.requireNonNull(message, "message");
  }

  /** The CT slows down or is refused more; it loses nothing. */
  public static Consequence harmless(String parameter, String message) {
    return new Consequence(parameter, message, false);
  }

  /** Processes in the CT would be killed, or lose what they hold. */
  public static Consequence fatal(String parameter, String message) {
    return new Consequence(parameter, message, true);
  }
}
