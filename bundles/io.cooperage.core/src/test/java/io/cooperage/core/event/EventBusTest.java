package io.cooperage.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.event.Event;
import io.cooperage.api.event.EventService;
import io.cooperage.core.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventBusTest {
  private final EventBus bus = new EventBus();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void theLastThousandEventsAreKept() {
    for (int i = 1; i <= 1100; i++) {
      bus.publish("test", "", "event " + i);
    }
    List<Event> kept = bus.since(0);
    assertThat(kept).hasSize(1000);
    assertThat(kept.get(0).sequence()).isEqualTo(101);
    assertThat(bus.since(1099)).singleElement().extracting(Event::message).isEqualTo("event 1100");
  }

  @Test
  void aListenerHearsEventsInTheirOrder() {
    List<Long> heard = new CopyOnWriteArrayList<>();
    try (EventService.Subscription subscription = bus.subscribe(e -> heard.add(e.sequence()))) {
      bus.publish("a", "", "");
      bus.publish("b", "", "");
      Eventually.holds("both are heard", () -> heard.equals(List.of(1L, 2L)));
      assertThat(subscription).isNotNull();
    }
  }

  @Test
  void aListenerThatFailsHearsTheNextEvent() {
    List<String> heard = new CopyOnWriteArrayList<>();
    EventService.Subscription subscription =
        bus.subscribe(
            e -> {
              heard.add(e.type());
              throw new NoSuchMethodError("not linked");
            });
    bus.publish("a", "", "");
    bus.publish("b", "", "");
    Eventually.holds("both are heard", () -> heard.equals(List.of("a", "b")));
    subscription.close();
  }

  @Test
  void aListenerThatIsTooSlowMissesTheOldest() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    List<Long> heard = new CopyOnWriteArrayList<>();
    EventService.Subscription subscription =
        bus.subscribe(
            e -> {
              awaitQuietly(go);
              heard.add(e.sequence());
            });
    for (int i = 0; i < 600; i++) {
      bus.publish("test", "", "");
    }
    go.countDown();
    Eventually.holds("the last is heard", () -> heard.contains(600L));
    assertThat(heard).hasSizeLessThan(300);
    subscription.close();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
