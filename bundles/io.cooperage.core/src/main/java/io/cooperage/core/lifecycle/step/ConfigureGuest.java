package io.cooperage.core.lifecycle.step;

import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.isolation.Sandbox;

/** Writes host name, resolver and keys into the CT before its init runs. */
record ConfigureGuest(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "ConfigureGuest";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Sandbox sandbox = live.runtime().orElseThrow().sandbox();
    try (GuestFiles files =
        parts
            .leases()
            .call(Family.ISOLATION, sandbox.kind(), i -> i.files(sandbox, live.record().idMap()))) {
      files.together(
          () ->
              parts
                  .guest()
                  .configure(files, live.hostname(), GuestSettings.of(live.record().parameters())));
    }
  }
}
