package io.cooperage.storage.ploop.survey;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.storage.PoolTenants;
import io.cooperage.storage.ploop.survey.Suspect.Mending;
import io.cooperage.storage.ploop.survey.Suspect.Outcome;
import java.util.concurrent.atomic.AtomicReference;

/** A CT that is mended only while it neither runs nor is held by a job. */
record Idle(ContainerId id, PoolTenants tenants) {
  Mending only(Mending mending) {
    return () -> {
      AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.DONE);
      boolean done = tenants.undisturbed(id, () -> outcome.set(mending.mend()));
      return done
          ? outcome.get()
          : Outcome.left("CT " + id + " runs, or a job holds it: stop it and check again");
    };
  }
}
