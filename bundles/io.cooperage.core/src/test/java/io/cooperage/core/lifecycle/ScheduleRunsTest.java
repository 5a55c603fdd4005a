package io.cooperage.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.backup.BackupSchedule.Result;
import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.ContainerId;
import io.cooperage.core.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ScheduleRunsTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  private static BackupSchedule schedule(ContainerId container, String place) {
    return new BackupSchedule(
        container, "101", place, LONG, 1, Retention.EVERYTHING, Optional.empty(), Result.NONE, "");
  }

  private static BackupSchedule another() {
    return schedule(ContainerId.random(), "a");
  }

  private Duration hang(Runnable heartbeat) {
    begun.add("one");
    try {
      end.await();
    } catch (InterruptedException e) {
      begun.add("interrupted");
    }
    return Duration.ZERO;
  }

  @Test
  void thereIsOneAtATime() {
    BackupSchedule first = another();
    try (ScheduleRuns runs = new ScheduleRuns(LONG)) {
      runs.offer(first, this::hang);
      runs.offer(first, this::hang);
      runs.offer(another(), this::hang);
      Eventually.holds("it began", () -> begun.size() == 1);
      assertThat(runs.isRunning(first.container())).isTrue();
      end.countDown();
      Eventually.holds("it ended", () -> !runs.isRunning(first.container()));
      runs.offer(another(), this::hang);
      Eventually.holds("the next began", () -> begun.size() == 2);
    }
  }

  @Test
  void whatShowsNoProgressHoldsUpNobodyElse() {
    try (ScheduleRuns runs = new ScheduleRuns(Duration.ZERO)) {
      for (int i = 0; i < ScheduleRuns.MOST + 5; i++) {
        runs.offer(another(), this::hang);
      }
      Eventually.holds("they began", () -> begun.size() == ScheduleRuns.MOST);
      assertThat(runs.isFull()).isTrue();
    }
    Eventually.holds(
        "they ended with it", () -> begun.stream().filter("interrupted"::equals).count() == 16);
  }

  @Test
  void whatShallRestIsLeftAloneAndAnotherPlaceOfTheCtIsNot() {
    ContainerId container = ContainerId.random();
    try (ScheduleRuns runs = new ScheduleRuns(LONG)) {
      runs.offer(schedule(container, "a"), h -> LONG);
      Eventually.holds("it ended", () -> !runs.isRunning(container));
      runs.offer(schedule(container, "a"), this::hang);
      assertThat(runs.isRunning(container)).isFalse();
      runs.offer(schedule(container, "b"), this::hang);
      assertThat(runs.isRunning(container)).isTrue();
    }
  }

  @Test
  void oneThatThrowsIsOver() {
    ContainerId container = ContainerId.random();
    try (ScheduleRuns runs = new ScheduleRuns(LONG)) {
      runs.offer(
          schedule(container, "a"),
          h -> {
            throw new IllegalStateException("a defect");
          });
      Eventually.holds("it ended", () -> !runs.isRunning(container));
    }
  }
}
