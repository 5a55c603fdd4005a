package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import java.util.Optional;

/** Looks, now that the job holds the CT, whether a fresh disk would take snapshots with it. */
public record RequireNoSnapshots(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "RequireNoSnapshots";
  }

  @Override
  public boolean effective() {
    return false;
  }

  @Override
  public void run(StepContext context) {
    check(parts, parts.live(context));
  }

  /**
   * The same, before a job is begun.
   *
   * @throws ContainerException IN_USE if there are any of the operator's own
   */
  public static void check(EngineParts parts, LiveContainer live) {
    Optional<Volume> volume = live.record().volume();
    String kind = live.kind(Family.STORAGE.name());
    if (volume.isPresent()
        && parts
            .leases()
            .find(Family.SNAPSHOTS, kind)
            .filter(o -> !VisibleSnapshots.of(o.call(s -> s.list(volume.get()))).isEmpty())
            .isPresent()) {
      throw new ContainerException(
          ErrorCode.IN_USE,
          "CT " + live + " has snapshots, which a fresh disk would delete",
          "Delete them first with 'ct snapshot-delete'.");
    }
  }
}
