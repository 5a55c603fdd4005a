package io.cooperage.linux.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.controller.Watch;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchThreadTest {
  private static final Duration ROUND = Duration.ofMillis(5);

  private final ContainerId first = ContainerId.random();
  private final ContainerId second = ContainerId.random();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final WatchThread<String> watches = WatchThread.looking("test-watch", ROUND, this::look);

  private void look(String entry) {
    seen.add(entry);
    if (entry.startsWith("bad")) {
      throw new IllegalStateException("no such group");
    }
  }

  @AfterEach
  void end() {
    watches.close();
  }

  /** Nothing that was seen before counts. */
  private void awaitLookAt(String entry) throws InterruptedException {
    seen.clear();
    for (int rounds = 0; rounds < 2; ) {
      rounds += seen.take().equals(entry) ? 1 : 0;
    }
  }

  @Test
  void oneContainerThatCannotBeLookedAtHidesNoOther() throws InterruptedException {
    watches.watch(first, "bad");
    watches.watch(second, "good");

    awaitLookAt("bad");
    awaitLookAt("good");
  }

  @Test
  void aSecondWatchReplacesTheFirstWhoseEndChangesNothing() throws InterruptedException {
    Watch before = watches.watch(first, "old");
    Watch now = watches.watch(first, "new");
    before.close();
    before.close();

    awaitLookAt("new");
    assertThat(watches.find(first)).contains("new");
    assertThat(seen).doesNotContain("old");
    now.close();
    assertThat(watches.find(first)).isEmpty();
  }

  @Test
  void closingEndsTheThreadAtOnceAlsoInAPause() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    WatchThread<String> slow =
        WatchThread.working(
            "test-slow",
            thread -> {
              inside.countDown();
              while (thread.open()) {
                thread.pause(Duration.ofHours(1));
              }
              ended.countDown();
            });
    slow.watch(first, "any");
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

    slow.close();

    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingRunsBeforeTheFirstWatchAndAfterTheEnd() {
    watches.close();
    watches.watch(first, "late");

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("test-watch");
    assertThat(seen).isEmpty();
  }
}
