package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ExecResult;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits until systemd says that the boot has ended; a degraded system has booted too. It is asked
 * again and again: its own {@code --wait} gives up at once while there is no bus yet.
 */
record WaitForBoot(EngineParts parts) implements Step {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration ONE_LOOK = Duration.ofSeconds(10);
  private static final int PAUSE_MILLIS = 200;
  private static final Set<String> BOOTED =
      Set.of("running", "degraded", "maintenance", "stopping");

  @Override
  public String name() {
    return "WaitForBoot";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    if (!"systemd".equals(parts.descriptor(live).features().get("init"))) {
      return;
    }
    Instant end = parts.clock().instant().plus(LONGEST);
    while (!booted(live)) {
      context.checkCancelled();
      if (parts.clock().instant().isAfter(end)) {
        throw new ContainerException(
            ErrorCode.TIMEOUT,
            "CT " + live + " still boots after " + LONGEST.toSeconds() + " s",
            "'systemctl list-jobs' inside it names what it waits for");
      }
      pause(live);
    }
  }

  private boolean booted(LiveContainer live) {
    try {
      ExecResult result =
          new GuestPrograms(parts).run(live, ONE_LOOK, "systemctl", "is-system-running");
      return BOOTED.contains(new String(result.output(), StandardCharsets.UTF_8).strip());
    } catch (ContainerException e) {
      // A systemd that is busy on a loaded machine may keep one look waiting.
      if (e.code() == ErrorCode.TIMEOUT) {
        return false;
      }
      throw e;
    }
  }

  private static void pause(LiveContainer live) {
    try {
      live.exit().get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      throw new ContainerException(ErrorCode.NOT_RUNNING, "CT " + live + " ended while it booted");
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      throw new ContainerException(ErrorCode.INTERNAL, "CT " + live + " is not watched", "", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.CANCELLED, "interrupted", "", e);
    }
  }
}
