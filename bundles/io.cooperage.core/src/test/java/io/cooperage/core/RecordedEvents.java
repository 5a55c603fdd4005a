package io.cooperage.core;

import io.cooperage.core.event.Events;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was published. */
public final class RecordedEvents implements Events {
  private final List<String> types = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, String>> details = new ConcurrentHashMap<>();

  @Override
  public void publish(String type, String subject, String message, Map<String, String> details) {
    types.add(type);
    messages.add(message);
    this.details.put(type, details);
  }

  public List<String> types() {
    return List.copyOf(types);
  }

  /** Those of the last event of a type. */
  public Map<String, String> details(String type) {
    return details.getOrDefault(type, Map.of());
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }
}
