package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.Clones;
import io.cooperage.spi.storage.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the disk of a clone; the job holds the CT that it is made from. */
record CloneVolume(EngineParts parts) implements Step {
  /** Journaled: the clone's id. */
  static final String CLONE = "clone";

  /** Journaled: the clone's texts. */
  static final String PARAMETERS = "parameters";

  /** Journaled: the snapshot whose disk it gets, or nothing. */
  static final String SNAPSHOT = TakeSnapshot.SNAPSHOT;

  @Override
  public String name() {
    return "CloneVolume";
  }

  static ContainerId clone(StepContext context) {
    return ContainerId.parse(context.value(CLONE));
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Volume source = parts.volume(live);
    Volume made =
        parts
            .leases()
            .work(
                Family.CLONES,
                source.kind(),
                context,
                (c, progress) -> made(c, source, context, progress));
    context.hold(Volume.class, sized(live, made, TextMap.decode(context.value(PARAMETERS))));
  }

  private static Volume made(
      Clones clones, Volume source, StepContext context, ProgressSink progress) {
    String snapshot = context.value(SNAPSHOT);
    return snapshot.isEmpty()
        ? clones.copy(source, clone(context), progress)
        : clones.copySnapshot(source, SnapshotId.parse(snapshot).uuid(), clone(context), progress);
  }

  // Another size was asked for than that of the source.
  private Volume sized(LiveContainer live, Volume made, Map<String, List<String>> texts) {
    Optional<OwnerSlice> slice =
        parts.catalog().view(live.record().kinds()).slice(Family.STORAGE, made.kind());
    boolean same =
        slice
            .filter(
                s ->
                    texts.keySet().stream()
                        .filter(name -> s.ownsAny(Set.of(name)))
                        .anyMatch(
                            name -> !texts.get(name).equals(live.record().parameters().get(name))))
            .isEmpty();
    if (same) {
      return made;
    }
    ParameterValues values = parts.values(live, Family.STORAGE, texts);
    return parts.leases().call(Family.STORAGE, made.kind(), s -> s.apply(made, values, false));
  }

  @Override
  public void undo(StepContext context) {
    Disposal.destroyUnknown(parts, parts.live(context).kind(Family.STORAGE.name()), clone(context));
  }
}
