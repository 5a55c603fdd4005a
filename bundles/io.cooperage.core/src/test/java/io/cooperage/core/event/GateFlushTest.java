package io.cooperage.core.event;

import io.cooperage.core.Eventually;
import io.cooperage.core.MovedClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateFlushTest {
  @Test
  void whatWasHeldBackIsToldAlsoAfterAFailure() {
    AtomicInteger failures = new AtomicInteger(1);
    EventBus bus = new EventBus();
    Events once =
        (type, subject, message, details) -> {
          if (message.contains("more of these") && failures.getAndDecrement() > 0) {
            throw new IllegalStateException("made up");
          }
          bus.publish(type, subject, message, details);
        };
    MovedClock clock = new MovedClock();
    EventGate gate = new EventGate(once, clock);
    for (int i = 0; i < 10; i++) {
      gate.publish("limit.oom", "a", "kill", Map.of());
    }
    try (GateFlush flush = new GateFlush(gate, Duration.ofMillis(10))) {
      flush.open();
      clock.move(Duration.ofSeconds(10));
      Eventually.holds("the held ones are told", () -> bus.since(0).size() == 6);
    }
  }
}
