package io.cooperage.core.lifecycle.step;

import io.cooperage.api.disk.CheckedImage;
import io.cooperage.api.disk.DiskCheck;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import java.util.List;

/** Checks a disk that is not in use, and repairs it if that was asked for. */
record CheckDisk(EngineParts parts) implements Step {
  /** Journaled: "yes" if it is repaired. */
  static final String REPAIR = "repair";

  @Override
  public String name() {
    return "CheckDisk";
  }

  private static boolean repair(StepContext context) {
    return context.value(REPAIR).equals("yes");
  }

  @Override
  public boolean effective(StepContext context) {
    return repair(context);
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Volume volume = parts.volume(live);
    boolean repair = repair(context);
    List<CheckedImage> images =
        parts
            .leases()
            .work(
                Family.UPKEEP,
                volume.kind(),
                context,
                (u, progress) -> u.check(volume, repair, progress));
    DiskCheck check = new DiskCheck(parts.clock().instant(), repair, images);
    context.hold(DiskCheck.class, check);
    if (!check.sound()) {
      parts.event("disk.damaged", live, "has a damaged disk: 'ct check' tells more");
    }
    if (images.stream().anyMatch(i -> !i.repaired().isEmpty())) {
      parts.event("disk.repaired", live, "had a disk that was repaired");
    }
  }
}
