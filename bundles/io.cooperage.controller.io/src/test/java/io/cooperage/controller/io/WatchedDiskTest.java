package io.cooperage.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedDiskTest {
  private static final long SECOND = 1_000_000_000;

  private final List<Map<String, String>> events = new ArrayList<>();
  private Limits limits = new Limits(new Rates(1000, 0), new Rates(0, 10));
  private Optional<Served> served = Optional.of(new Served(Rates.NONE, Rates.NONE));
  private long time;
  private final WatchedDisk disk =
      new WatchedDisk(
          () -> limits, () -> served, (type, message, details) -> events.add(details), () -> time);

  private void after(long seconds, long bytesRead, long writes) {
    time += seconds * SECOND;
    served = Optional.of(new Served(new Rates(bytesRead, 0), new Rates(0, writes)));
    disk.look();
  }

  @Test
  void workingAtALimitIsToldOnceUntilTheContainerComesOffIt() {
    disk.look();
    after(10, 9_500, 0);
    after(10, 19_400, 0);
    assertThat(events).hasSize(1);
    assertThat(events.get(0))
        .containsEntry("parameter", "iolimit")
        .containsEntry("direction", "read")
        .containsEntry("limit", "1000")
        .containsEntry("rate", "950");

    after(10, 19_400, 0);
    after(10, 29_400, 0);
    assertThat(events).hasSize(2);
  }

  @Test
  void operationsAreALimitOfTheirOwn() {
    disk.look();
    after(10, 0, 100);

    assertThat(events).extracting(e -> e.get("parameter")).containsExactly("iopslimit");
  }

  @Test
  void workBelowTheLimitIsNoEvent() {
    disk.look();
    after(10, 8_900, 89);

    assertThat(events).isEmpty();
  }

  @Test
  void withoutLimitsTheKernelIsNotAsked() {
    limits = Limits.NONE;
    WatchedDisk idle =
        new WatchedDisk(
            () -> limits,
            () -> {
              throw new AssertionError("asked");
            },
            (type, message, details) -> events.add(details),
            () -> time);

    idle.look();

    assertThat(events).isEmpty();
  }
}
