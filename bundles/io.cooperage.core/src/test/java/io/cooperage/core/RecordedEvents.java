package io.cooperage.core;

import io.cooperage.core.event.Events;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was published. */
public final class RecordedEvents implements Events {
  private final List<String> types = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();

  @Override
  public void publish(String type, String subject, String message, Map<String, String> details) {
    types.add(type);
    messages.add(message);
  }

  public List<String> types() {
    return List.copyOf(types);
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }
}
