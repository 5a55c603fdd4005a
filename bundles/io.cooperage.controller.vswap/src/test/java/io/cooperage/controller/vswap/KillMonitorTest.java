package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.controller.Watch;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.SimulatedGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KillMonitorTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final ContainerId id = ContainerId.random();
  private final SimulatedGroup group =
      SimulatedGroup.v1("memory:/ct").with("memory.oom_control", "oom_kill 3");
  private KillMonitor monitor = new KillMonitor(() -> new QueuedLog(log));

  @AfterEach
  void end() {
    monitor.close();
  }

  /** Messages from a queue. */
  private record QueuedLog(BlockingQueue<String> queue) implements LogSource {
    @Override
    public List<String> next(Duration limit) {
      List<String> found = new ArrayList<>();
      try {
        String first = queue.poll(Math.min(50, limit.toMillis()), TimeUnit.MILLISECONDS);
        if (first != null) {
          found.add(first);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return found;
    }

    @Override
    public void close() {}
  }

  private Watch watch() {
    return monitor.watch(
        id, MemoryGroup.of(group), (type, message, details) -> events.add(type + " " + details));
  }

  private String killed() {
    String path = "/cooperage/node/" + id;
    return "oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg="
        + path
        + ",task_memcg="
        + path
        + ",task=hog,pid=5,uid=0";
  }

  @Test
  void aLoggedKillIsToldOnceAlthoughItIsCountedToo() {
    watch();
    log.add(killed());
    group.with("memory.oom_control", "oom_kill 4");
    Eventually.holds("told", SOON, () -> !events.isEmpty());
    group.with("memory.oom_control", "oom_kill 5");

    Eventually.holds("the other one", SOON, () -> events.size() == 2);

    assertThat(events.get(0)).contains("limit.oom", "hog");
    assertThat(events.get(1)).contains("kills=1");
  }

  @Test
  void withoutTheLogTheCounterTells() {
    monitor =
        new KillMonitor(
            () -> {
              throw new IllegalStateException("no /dev/kmsg");
            });
    watch();
    group.with("memory.oom_control", "oom_kill 6");

    Eventually.holds("told", SOON, () -> !events.isEmpty());

    assertThat(events).singleElement().asString().contains("kills=3");
  }

  @Test
  void aClosedWatchHearsNothingMore() {
    watch().close();
    log.add(killed());

    Eventually.holds("read", SOON, log::isEmpty);

    assertThat(events).isEmpty();
  }

  @Test
  void messagesThatProgramsWroteAreNotTheKernels() {
    List<String> found = new ArrayList<>();

    KernelLog.message("12,1,2,-;oom-kill:forged", found);
    KernelLog.message("6,1,2,-;oom-kill:real\n SUBSYSTEM=mem", found);
    KernelLog.message("nonsense", found);

    assertThat(found).containsExactly("oom-kill:real");
  }
}
