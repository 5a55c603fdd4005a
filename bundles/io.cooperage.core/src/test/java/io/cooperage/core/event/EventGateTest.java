package io.cooperage.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.event.Event;
import io.cooperage.core.MovedClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventGateTest {
  private final MovedClock clock = new MovedClock();
  private final EventBus bus = new EventBus(clock);
  private final EventGate gate = new EventGate(bus, clock);

  private void fire(int times, String type, String subject) {
    for (int i = 1; i <= times; i++) {
      gate.publish(type, subject, "kill " + i, Map.of("n", Integer.toString(i)));
    }
  }

  private List<String> messages() {
    return bus.since(0).stream().map(Event::message).toList();
  }

  @Test
  void aFewEventsPass() {
    fire(5, "limit.oom", "a");
    assertThat(messages()).containsExactly("kill 1", "kill 2", "kill 3", "kill 4", "kill 5");
  }

  @Test
  void ofAFloodTheNumberAndTheLastOneAreTold() {
    fire(100, "limit.oom", "a");
    assertThat(messages()).hasSize(5);
    gate.flush();
    assertThat(messages()).hasSize(5);
    clock.move(Duration.ofSeconds(10));
    gate.flush();
    assertThat(messages())
        .hasSize(6)
        .last()
        .isEqualTo("kill 100 (95 more of these were not shown)");
    assertThat(bus.since(5).get(0).details()).containsEntry("more", "95").containsEntry("n", "100");
  }

  @Test
  void aFloodThatGoesOnGetsLessRoom() {
    fire(100, "limit.oom", "a");
    clock.move(Duration.ofSeconds(10));
    fire(100, "limit.oom", "a");
    assertThat(messages()).hasSize(7);
    clock.move(Duration.ofSeconds(10));
    gate.flush();
    clock.move(Duration.ofSeconds(10));
    gate.flush();
    fire(5, "limit.oom", "a");
    assertThat(messages()).hasSize(13);
  }

  @Test
  void othersAndOtherTypesAreNotHeldBack() {
    fire(100, "limit.oom", "a");
    fire(1, "limit.oom", "b");
    fire(1, "limit.pids", "a");
    assertThat(messages()).hasSize(7);
  }

  @Test
  void inventedTypesShareOneRoom() {
    for (int i = 0; i < 1000; i++) {
      gate.publish("limit." + i, "a", "x", Map.of());
    }
    assertThat(messages()).hasSize(32 + 5);
  }

  @Test
  void aLongMessageIsCut() {
    gate.publish("limit.oom", "a", "x".repeat(5000), Map.of());
    assertThat(messages().get(0)).hasSize(1003).endsWith("...");
  }
}
