package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.shell.verb.Runs;
import io.cooperage.shell.verb.TestCaller;
import io.cooperage.testing.front.FakeEvents;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventsVerbTest {
  @Test
  void followingEndsWithTheCallerAndMissesNothing() throws Exception {
    FakeEvents events = new FakeEvents();
    events.publish("a", "", "kept");
    TestCaller caller = new TestCaller();
    CompletableFuture<Runs.Run> run =
        CompletableFuture.supplyAsync(() -> Runs.ct(caller, new EventsVerb(events), "--follow"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (events.listeners() == 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }

    events.publish("b", "", "new");
    caller.leave();

    assertThat(run.get(10, TimeUnit.SECONDS).output()).contains(" a kept\n");
    assertThat(events.listeners()).isZero();
  }
}
