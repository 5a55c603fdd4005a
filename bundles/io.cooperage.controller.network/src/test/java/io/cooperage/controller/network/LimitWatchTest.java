package io.cooperage.controller.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.cooperage.linux.net.HtbClassState;
import io.cooperage.linux.net.TcHandle;
import io.cooperage.spi.controller.EventSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitWatchTest {
  private static final long SECOND = 1_000_000_000;
  private static final long MEGABYTE = 1_000_000;

  private final List<Map<String, String>> events = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final EventSink sink =
      (type, message, details) -> {
        assertThat(type).isEqualTo("limit.network");
        messages.add(message);
        events.add(details);
      };
  private Optional<HtbClassState> out = Optional.empty();
  private final LimitWatch.Watched watched =
      new LimitWatch.Watched(d -> d == Direction.OUT ? out : Optional.empty(), sink);

  /** A class of 8 Mbit/s. */
  private void now(long second, long bytes, long delayed, long dropped) {
    HtbClassState.Traffic traffic = new HtbClassState.Traffic(bytes, 0, dropped, delayed, 0, 0, 0);
    out =
        Optional.of(
            new HtbClassState(
                Lane.handle(0x10), TcHandle.of(0xc0, 1), Lane.FLOOR, MEGABYTE, 0, traffic));
    watched.look(second * SECOND);
  }

  @Test
  void aContainerAtItsLimitIsReportedOnceUntilItWasBelow() {
    now(0, 0, 0, 0);
    now(5, 5 * MEGABYTE, 10, 0);
    now(10, 10 * MEGABYTE, 20, 7);
    assertThat(messages).containsExactly("is held to its ratelimit of 8M bit/s");

    now(15, 11 * MEGABYTE, 20, 7);
    now(20, 16 * MEGABYTE, 30, 9);

    assertThat(events).hasSize(2);
    assertThat(events.get(1))
        .contains(
            entry("parameter", "ratelimit"),
            entry("limit", "8M"),
            entry("rate", "8000000"),
            entry("dropped", "2"));
  }

  @Test
  void waitingInBurstsFarBelowTheLimitIsNoEvent() {
    now(0, 0, 0, 0);
    now(5, MEGABYTE, 10, 3);

    assertThat(events).isEmpty();
  }

  @Test
  void trafficAtTheLimitThatNeverWaitedIsNoEvent() {
    now(0, 0, 5, 0);
    now(5, 5 * MEGABYTE, 5, 0);

    assertThat(events).isEmpty();
  }

  @Test
  void aContainerThatLeavesAndComesBackBeginsAnew() {
    now(0, 0, 0, 0);
    out = Optional.empty();
    watched.look(5 * SECOND);
    now(10, 90 * MEGABYTE, 50, 0);

    assertThat(events).isEmpty();
  }
}
