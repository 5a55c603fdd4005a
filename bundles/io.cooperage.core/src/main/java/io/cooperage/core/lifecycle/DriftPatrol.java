package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerState;
import io.cooperage.core.event.EventGate;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.node.DriftPolicy;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Roster;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the limits of every running CT in turn, one CT at a time and each between its jobs, so
 * that a round costs little and never meets a change half done.
 */
final class DriftPatrol implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriftPatrol.class);
  private static final long PATIENCE_MILLIS = 2000;
  private static final long FLUSH_MILLIS = 1000;

  private final Roster roster;
  private final Jobs jobs;
  private final DriftCheck check;
  private final DriftPolicy policy;
  private final EventGate gate;
  private final Map<LiveContainer, CountDownLatch> waiting = new ConcurrentHashMap<>();
  private final Set<LiveContainer> suspicious = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  DriftPatrol(Roster roster, Jobs jobs, DriftCheck check, DriftPolicy policy, EventGate gate) {
    this.roster = roster;
    this.jobs = jobs;
    this.check = check;
    this.policy = policy;
    this.gate = gate;
    this.thread = new Thread(this::work, "cooperage-drift");
    thread.setDaemon(true);
  }

  void open() {
    thread.start();
  }

  private void work() {
    try {
      long next = System.nanoTime();
      while (!closed.await(FLUSH_MILLIS, TimeUnit.MILLISECONDS)) {
        boolean due = System.nanoTime() - next >= 0;
        if (due) {
          next = System.nanoTime() + policy.period().toNanos();
        }
        turn(due);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn(boolean due) throws InterruptedException {
    try {
      gate.flush();
      lookAgain();
      if (due) {
        round();
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A round of looks at limits failed", e);
    }
  }

  private void round() throws InterruptedException {
    for (LiveContainer live : roster.all()) {
      if (live.state() == ContainerState.RUNNING && !waiting.containsKey(live)) {
        look(live);
      }
      if (closed.getCount() == 0) {
        return;
      }
    }
  }

  private void lookAgain() throws InterruptedException {
    for (LiveContainer live : Set.copyOf(suspicious)) {
      suspicious.remove(live);
      if (!waiting.containsKey(live)) {
        look(live);
      }
    }
  }

  // A CT whose job takes long is looked at when that has ended; the others do not wait for it.
  private void look(LiveContainer live) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    waiting.put(live, done);
    jobs.quietly(
        live.id().toString(),
        () -> {
          try {
            if (check.look(live)) {
              suspicious.add(live);
            }
          } finally {
            waiting.remove(live);
            done.countDown();
          }
        });
    if (jobs.holder(live.id().toString()).isEmpty()
        && !done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      LOG.debug("The limits of CT {} take long to read", live);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
