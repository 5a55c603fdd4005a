package io.cooperage.core.event;

import io.cooperage.api.event.Event;
import io.cooperage.api.event.EventListener;
import io.cooperage.api.event.EventService;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The node's events in memory. */
@Component(service = {EventService.class, Events.class})
public final class EventBus implements EventService, Events {
  private static final int KEPT = 1000;

  private final Clock clock;
  private final Deque<Event> kept = new ArrayDeque<>();
  private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();
  private long sequence;

  /** Called by the framework. */
  @Activate
  public EventBus() {
    this(Clock.systemUTC());
  }

  EventBus(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void publish(
      String type, String subject, String message, Map<String, String> details) {
    Event event = new Event(++sequence, clock.instant(), type, subject, message, details);
    kept.addLast(event);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
    mailboxes.forEach(m -> m.post(event));
  }

  @Override
  public synchronized List<Event> since(long after) {
    return kept.stream().filter(e -> e.sequence() > after).toList();
  }

  @Override
  public Subscription subscribe(EventListener listener) {
    Mailbox mailbox = new Mailbox(listener, mailboxes::remove);
    mailboxes.add(mailbox);
    mailbox.open();
    return mailbox;
  }

  @Deactivate
  void close() {
    mailboxes.forEach(Mailbox::close);
  }
}
