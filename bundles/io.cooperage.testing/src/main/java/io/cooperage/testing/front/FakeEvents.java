package io.cooperage.testing.front;

import io.cooperage.api.event.Event;
import io.cooperage.api.event.EventListener;
import io.cooperage.api.event.EventService;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events that a test publishes. */
public final class FakeEvents implements EventService {
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<EventListener> listeners = new CopyOnWriteArrayList<>();

  /** Publishes an event on the caller's thread. */
  public synchronized void publish(String type, String subject, String message) {
    Event event = new Event(events.size() + 1L, Instant.EPOCH, type, subject, message, Map.of());
    events.add(event);
    listeners.forEach(l -> l.onEvent(event));
  }

  /** How many listen now. */
  public int listeners() {
    return listeners.size();
  }

  @Override
  public List<Event> since(long sequence) {
    return events.stream().filter(e -> e.sequence() > sequence).toList();
  }

  @Override
  public synchronized Subscription subscribe(EventListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
