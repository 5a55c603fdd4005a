package io.cooperage.core.event;

import java.util.Map;

/** Where the engine's parts report what happened. Safe for any thread; never blocks. */
public interface Events {
  /**
   * Publishes an event.
   *
   * @param type dotted, as {@code container.started}
   * @param subject a CT's UUID, a template's name; may be empty
   */
  void publish(String type, String subject, String message, Map<String, String> details);

  /** As {@link #publish(String, String, String, Map)} without details. */
  default void publish(String type, String subject, String message) {
    publish(type, subject, message, Map.of());
  }
}
