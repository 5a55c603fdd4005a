package io.cooperage.shell.container;

import io.cooperage.api.event.Event;
import io.cooperage.api.event.EventService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct events}. */
@Component(service = Verb.class)
public final class EventsVerb extends Verb {
  private static final int QUEUE = 1000;

  private final EventService events;

  @Activate
  public EventsVerb(@Reference EventService events) {
    super(
        Syntax.of("ct", "events", "Shows what happened on the node, as far as it is kept.")
            .flag("--follow", "Go on until interrupted.")
            .option("--since", "NUMBER", "Only events after this number.", Completion.NONE)
            .option("--type", "PREFIX", "Only types that begin so: container.", Completion.NONE)
            .flag("--json", "Print one line of JSON for each event.")
            .example("ct events --follow --type container.")
            .build());
    this.events = events;
  }

  @Override
  protected int run(Call call) {
    long since = call.number("--since", 0, Long.MAX_VALUE).orElse(0L);
    String type = call.value("--type").orElse("");
    BlockingQueue<Event> news = new LinkedBlockingQueue<>(QUEUE);
    if (!call.has("--follow")) {
      print(call, since, type);
      return 0;
    }
    // Subscribed before the kept ones are read, so that none falls between.
    EventService.Subscription subscription = events.subscribe(news::offer);
    try {
      follow(call, news, print(call, since, type), type);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      subscription.close();
    }
    return 0;
  }

  private long print(Call call, long since, String type) {
    long last = since;
    for (Event event : events.since(since)) {
      last = event.sequence();
      if (event.type().startsWith(type)) {
        EventLine.print(call, event);
      }
    }
    return last;
  }

  private static void follow(Call call, BlockingQueue<Event> news, long printed, String type)
      throws InterruptedException {
    long last = printed;
    call.out().flush();
    while (!call.caller().gone()) {
      Event event = news.poll(500, TimeUnit.MILLISECONDS);
      if (event != null && event.sequence() > last) {
        last = event.sequence();
        if (event.type().startsWith(type)) {
          EventLine.print(call, event);
          call.out().flush();
        }
      }
    }
  }
}
