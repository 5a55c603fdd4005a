package io.cooperage.rest.resource;

import io.cooperage.api.event.Event;
import io.cooperage.api.event.EventService;
import io.cooperage.api.front.PlainForm;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.StrictJson;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** One listener of server-sent events. Written to by the event thread and by the heartbeat. */
final class EventStream {
  private final AsyncContext async;
  private final ServletOutputStream out;
  private final String type;
  private final Consumer<EventStream> onEnd;
  private long last;
  private boolean ended;
  private EventService.Subscription subscription = () -> {};

  EventStream(Exchange x, String type, long since, Consumer<EventStream> onEnd) throws IOException {
    this.out = x.stream("text/event-stream;charset=utf-8");
    x.response().setHeader("Cache-Control", "no-store");
    this.async = x.request().startAsync();
    async.setTimeout(0);
    this.type = type;
    this.last = since;
    this.onEnd = onEnd;
  }

  /** Subscribes first, so that no event falls between the kept ones and the new ones. */
  synchronized void open(EventService events) {
    subscription = events.subscribe(this::send);
    send(": welcome\n\n");
    events.since(last).forEach(this::send);
  }

  private synchronized void send(Event event) {
    if (event.sequence() <= last) {
      return;
    }
    last = event.sequence();
    if (event.type().startsWith(type)) {
      String json = new String(StrictJson.write(PlainForm.of(event)), StandardCharsets.UTF_8);
      send("id: " + event.sequence() + "\nevent: " + event.type() + "\ndata: " + json + "\n\n");
    }
  }

  void beat() {
    send(": still here\n\n");
  }

  private synchronized void send(String text) {
    if (ended) {
      return;
    }
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      close();
    }
  }

  synchronized void close() {
    if (!ended) {
      ended = true;
      subscription.close();
      onEnd.accept(this);
      async.complete();
    }
  }
}
