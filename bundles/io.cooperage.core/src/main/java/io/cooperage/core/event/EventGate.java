package io.cooperage.core.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets what CTs cause through as long as it is little: a tenant can make a limit fire in a loop,
 * and must not wash away everybody else's events. Of each CT and type the first few in a while are
 * published, of the rest the number and the last one. Safe for any thread; never blocks.
 */
public final class EventGate {
  private static final int BURST = 5;
  private static final int FLOODED_BURST = 1;
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int MOST_TYPES = 32;
  private static final int LONGEST = 1000;
  private static final String OTHER = "limit.other";

  private final Events events;
  private final Clock clock;
  private final Map<String, Map<String, Window>> bySubject = new HashMap<>();

  /** A gate before these events. */
  public EventGate(Events events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** One type of one subject. */
  private static final class Window {
    private Instant began;
    private int budget = BURST;
    private long held;
    private String lastMessage = "";
    private Map<String, String> lastDetails = Map.of();

    Window(Instant began) {
      this.began = began;
    }

    boolean over(Instant now) {
      return !now.isBefore(began.plus(WINDOW));
    }
  }

  /** Publishes, or counts. */
  public synchronized void publish(
      String type, String subject, String message, Map<String, String> details) {
    Instant now = clock.instant();
    Map<String, Window> types = bySubject.computeIfAbsent(subject, s -> new HashMap<>());
    boolean known = types.containsKey(type) || types.size() < MOST_TYPES;
    Window window = types.computeIfAbsent(known ? type : OTHER, t -> new Window(now));
    if (window.over(now)) {
      renew(window, type, subject, now);
    }
    String text = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
    if (window.budget > 0) {
      window.budget--;
      events.publish(type, subject, text, details);
    } else {
      window.held++;
      window.lastMessage = text;
      window.lastDetails = details;
    }
  }

  private void renew(Window window, String type, String subject, Instant now) {
    boolean flooded = window.held > 0;
    tell(window, type, subject);
    window.began = now;
    window.budget = flooded ? FLOODED_BURST : BURST;
  }

  private void tell(Window window, String type, String subject) {
    if (window.held > 0) {
      Map<String, String> details = new TreeMap<>(window.lastDetails);
      details.put("more", Long.toString(window.held));
      events.publish(
          type,
          subject,
          window.lastMessage + " (" + window.held + " more of these were not shown)",
          details);
      window.held = 0;
    }
  }

  /** Tells what was held back, and forgets what is quiet; call it about once a second. */
  public synchronized void flush() {
    Instant now = clock.instant();
    bySubject.forEach(
        (subject, types) -> {
          Iterator<Map.Entry<String, Window>> each = types.entrySet().iterator();
          while (each.hasNext()) {
            Map.Entry<String, Window> entry = each.next();
            if (entry.getValue().over(now) && entry.getValue().held == 0) {
              each.remove();
            } else if (entry.getValue().over(now)) {
              renew(entry.getValue(), entry.getKey(), subject, now);
            }
          }
        });
    bySubject.values().removeIf(Map::isEmpty);
  }
}
