package io.cooperage.rest.resource;

import io.cooperage.api.event.EventService;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/events}: server-sent events, resumed by Last-Event-ID. */
@Component(service = Resource.class)
public final class EventsResource implements Resource {
  private static final int HEARTBEAT = 15;

  private final EventService events;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock;
  private final Future<?> heartbeat;

  @Activate
  public EventsResource(@Reference EventService events) {
    this.events = events;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "cooperage-sse-heartbeat");
              thread.setDaemon(true);
              return thread;
            });
    // A client that has gone is only seen by writing to it.
    this.heartbeat =
        clock.scheduleWithFixedDelay(
            () -> streams.forEach(EventStream::beat), HEARTBEAT, HEARTBEAT, TimeUnit.SECONDS);
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/1.0/events", this::stream));
  }

  private void stream(Exchange x) throws IOException {
    x.onlyQuery("since", "type");
    String resumed = x.request().getHeader("Last-Event-ID");
    long since = resumed == null ? x.number("since", 0, 0, Long.MAX_VALUE) : number(resumed);
    String type = x.query("type").orElse("");
    EventStream stream = new EventStream(x, type, since, streams::remove);
    streams.add(stream);
    stream.open(events);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Exchange.bad("Last-Event-ID", text, "must be the id of an event");
    }
  }

  @Deactivate
  void close() {
    heartbeat.cancel(false);
    clock.shutdown();
    streams.forEach(EventStream::close);
  }
}
