package io.cooperage.core.lifecycle.step;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.storage.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes the disk, attached or not. */
record ApplyStorage(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "ApplyStorage";
  }

  @Override
  public boolean effective(StepContext context) {
    return concerned(parts.live(context), ChangePlan.of(context));
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    ChangePlan plan = ChangePlan.of(context);
    if (concerned(live, plan)) {
      Volume volume = parts.volume(live);
      Volume changed = changed(context).orElseThrow();
      List<Effective> effective =
          parts.leases().call(Family.STORAGE, volume.kind(), s -> s.readBack(changed));
      ReadBack.check(Family.STORAGE.describe(volume.kind()), effective, plan.stored());
    }
  }

  /** The volume as it shall be stored; made good again when a crash came between. */
  Optional<Volume> changed(StepContext context) {
    LiveContainer live = parts.live(context);
    ChangePlan plan = ChangePlan.of(context);
    if (concerned(live, plan) && context.held(Volume.class).isEmpty()) {
      context.hold(Volume.class, apply(live, parts.volume(live), plan.stored()));
    }
    return context.held(Volume.class);
  }

  private boolean concerned(LiveContainer live, ChangePlan plan) {
    Optional<OwnerSlice> slice =
        parts
            .catalog()
            .view(live.record().kinds())
            .slice(Family.STORAGE, live.kind(Family.STORAGE.name()));
    return plan.save() && slice.isPresent() && slice.get().ownsAny(plan.changed());
  }

  private Volume apply(LiveContainer live, Volume volume, Map<String, List<String>> texts) {
    ParameterValues values = parts.values(live, Family.STORAGE, texts);
    boolean attached = live.runtime().isPresent();
    return parts
        .leases()
        .call(Family.STORAGE, volume.kind(), s -> s.apply(volume, values, attached));
  }

  @Override
  public void undo(StepContext context) {
    LiveContainer live = parts.live(context);
    if (concerned(live, ChangePlan.of(context))) {
      Volume changed = context.held(Volume.class).orElseGet(() -> parts.volume(live));
      apply(live, changed, live.record().parameters());
    }
  }
}
