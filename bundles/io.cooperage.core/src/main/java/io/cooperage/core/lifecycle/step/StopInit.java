package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.core.guest.GuestParameters;
import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks init to shut down, waits, and kills what is left. Until it is killed the stop can be
 * cancelled.
 */
record StopInit(EngineParts parts) implements Step {
  /** Journaled: "yes" to kill at once. */
  static final String FAST = "fast";

  /** Journaled: seconds to wait; empty for the CT's own. */
  static final String TIMEOUT = "timeout";

  private static final Logger LOG = LoggerFactory.getLogger(StopInit.class);
  private static final int POLL_MILLIS = 200;
  private static final int POLLS_PER_LOOK = 5;
  // SIGPWR: what LXC sends by default, for a template that cannot be asked any more.
  private static final int FALLBACK_SIGNAL = 30;

  @Override
  public String name() {
    return "StopInit";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Optional<Sandbox> sandbox = live.runtime().map(RuntimeRecord::sandbox);
    if (sandbox.isEmpty()) {
      return;
    }
    live.state(ContainerState.STOPPING);
    // Who stands still cannot shut down, nor may it go on: there is no room for what it writes.
    boolean asked = !context.value(FAST).equals("yes") && live.paused().isEmpty();
    if (asked && alive(sandbox.get())) {
      int signal = haltSignal(live);
      parts
          .leases()
          .run(Family.ISOLATION, sandbox.get().kind(), i -> i.signal(sandbox.get(), signal));
      waitForExit(context, live, sandbox.get());
    }
    parts.leases().run(Family.CGROUP, "", c -> c.killAll(live.id()));
  }

  private int haltSignal(LiveContainer live) {
    try {
      return parts.descriptor(live).haltSignal();
    } catch (ContainerException e) {
      LOG.warn("CT {} gets signal {}: {}", live, FALLBACK_SIGNAL, e.getMessage());
      return FALLBACK_SIGNAL;
    }
  }

  private void waitForExit(StepContext context, LiveContainer live, Sandbox sandbox) {
    Instant end = parts.clock().instant().plus(timeout(context, live));
    for (int polls = 1; parts.clock().instant().isBefore(end); polls++) {
      context.checkCancelled();
      if (exited(live) || (polls % POLLS_PER_LOOK == 0 && !alive(sandbox))) {
        return;
      }
    }
    if (!exited(live)) {
      parts.event("container.killed-late", live, "did not stop in time and is killed");
    }
  }

  private static Duration timeout(StepContext context, LiveContainer live) {
    String asked = context.value(TIMEOUT);
    return Duration.ofSeconds(
        asked.isEmpty()
            ? GuestSettings.of(live.record().parameters())
                .get(GuestParameters.STOP_TIMEOUT)
                .orElseThrow()
            : Long.parseLong(asked));
  }

  private static boolean exited(LiveContainer live) {
    try {
      live.exit().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while CT " + live + " stops", e);
    }
  }

  private boolean alive(Sandbox sandbox) {
    return parts.leases().call(Family.ISOLATION, sandbox.kind(), i -> i.alive(sandbox));
  }

  @Override
  public void undo(StepContext context) {
    LiveContainer live = parts.live(context);
    if (live.state() == ContainerState.STOPPING) {
      live.state(ContainerState.RUNNING);
    }
  }
}
