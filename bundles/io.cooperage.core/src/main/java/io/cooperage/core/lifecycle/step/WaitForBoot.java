package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import java.time.Duration;

/** Waits until systemd says that the boot has ended; a degraded system has booted too. */
record WaitForBoot(EngineParts parts) implements Step {
  private static final Duration LONGEST = Duration.ofMinutes(3);

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
    new GuestPrograms(parts).run(live, LONGEST, "systemctl", "is-system-running", "--wait");
  }
}
