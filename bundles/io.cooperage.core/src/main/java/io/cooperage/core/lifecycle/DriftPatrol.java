package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerState;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.node.DriftPolicy;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Roster;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the limits of every running CT in turn, one CT at a time and each between its jobs, so
 * that a round never meets a change half done, and with a twentieth of a core at most, so that a
 * round over very many CTs takes longer than its period. A CT that is busy is left to the next
 * round; one whose look takes long ends the turn, and the round goes on with the others.
 */
final class DriftPatrol implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriftPatrol.class);
  private static final long PATIENCE_MILLIS = 500;
  private static final long TURN_MILLIS = 1000;
  private static final long WORK_NANOS = TURN_MILLIS * 1_000_000 / 20;
  // However slow the host is.
  private static final int LEAST_LOOKS = 20;

  private final Roster roster;
  private final Jobs jobs;
  private final DriftCheck check;
  private final DriftPolicy policy;
  private final Set<LiveContainer> waiting = ConcurrentHashMap.newKeySet();
  private final Set<LiveContainer> suspicious = ConcurrentHashMap.newKeySet();
  // Who is still to be looked at; the patrol's thread's alone.
  private final Set<LiveContainer> due = new LinkedHashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  DriftPatrol(Roster roster, Jobs jobs, DriftCheck check, DriftPolicy policy) {
    this.roster = roster;
    this.jobs = jobs;
    this.check = check;
    this.policy = policy;
    this.thread = new Thread(this::work, "cooperage-drift");
    thread.setDaemon(true);
  }

  void open() {
    thread.start();
  }

  private void work() {
    try {
      long next = System.nanoTime();
      while (!closed.await(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - next >= 0) {
          next = System.nanoTime() + policy.period().toNanos();
          due.addAll(roster.all());
        }
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws InterruptedException {
    try {
      Set<LiveContainer> again = Set.copyOf(suspicious);
      suspicious.removeAll(again);
      List<LiveContainer> others = List.copyOf(due);
      due.clear();
      due.addAll(again);
      due.addAll(others);
      long began = System.nanoTime();
      boolean prompt = true;
      for (int looks = 0;
          prompt
              && !due.isEmpty()
              && closed.getCount() > 0
              && (looks < LEAST_LOOKS || System.nanoTime() - began < WORK_NANOS);
          looks++) {
        LiveContainer live = due.iterator().next();
        due.remove(live);
        prompt = !idle(live) || look(live);
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A round of looks at limits failed", e);
    }
  }

  private boolean idle(LiveContainer live) {
    return live.state() == ContainerState.RUNNING
        && !waiting.contains(live)
        && jobs.holder(live.id().toString()).isEmpty();
  }

  // False when it is not done in time: its work or the threads of all jobs take long.
  private boolean look(LiveContainer live) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    waiting.add(live);
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
    return done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
