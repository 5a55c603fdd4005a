package io.cooperage.core.lifecycle.step;

import io.cooperage.api.disk.Compaction;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;

/** Gives back what a disk takes and does not use; what is in it does not change. */
record CompactDisk(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "CompactDisk";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Volume volume = parts.volume(live);
    Compaction gained =
        parts
            .leases()
            .work(
                Family.UPKEEP,
                volume.kind(),
                context,
                (u, progress) -> u.compact(volume, progress));
    context.hold(Compaction.class, gained);
    parts.event("disk.compacted", live, "gave back " + (gained.freed() >> 20) + " MiB of its disk");
  }
}
