package io.cooperage.core.lifecycle;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.job.Job;
import io.cooperage.api.snapshot.Snapshot;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotOptions;
import io.cooperage.core.admission.Assessment;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.MountTarget;
import io.cooperage.core.lifecycle.step.RequireStopped;
import io.cooperage.core.lifecycle.step.RequireWhole;
import io.cooperage.core.lifecycle.step.SnapshotNotes;
import io.cooperage.core.lifecycle.step.SnapshotPlace;
import io.cooperage.core.lifecycle.step.SnapshotRecipes;
import io.cooperage.core.lifecycle.step.VisibleSnapshots;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.spi.storage.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Takes, deletes and mounts snapshots, and goes back to them. */
final class SnapshotJobs {
  private static final int LONGEST_NAME = 255;

  private final EngineParts parts;
  private final SnapshotRecipes recipes;
  private final Snapshots containers;

  SnapshotJobs(EngineParts parts, SnapshotRecipes recipes, Snapshots containers) {
    this.parts = parts;
    this.recipes = recipes;
    this.containers = containers;
  }

  Job<Snapshot> take(LiveContainer live, SnapshotOptions options) {
    requireAble(live);
    check(options);
    SnapshotId id = options.id().orElseGet(SnapshotId::random);
    if (list(live).stream().anyMatch(s -> s.id().equals(id))) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE, Problem.of("id", id.toString(), "is that of another snapshot"));
    }
    return submit(
        live,
        recipes.take(),
        SnapshotRecipes.values(id, options),
        () -> list(live).stream().filter(s -> s.id().equals(id)).findFirst());
  }

  private static void check(SnapshotOptions options) {
    Texts.requireDescription(options.description());
    Texts.requireLine("name", options.name(), LONGEST_NAME);
  }

  List<Snapshot> list(LiveContainer live) {
    requireAble(live);
    Volume volume = live.record().volume().orElseThrow();
    List<StoredSnapshot> all =
        parts.leases().call(Family.SNAPSHOTS, volume.kind(), s -> s.list(volume));
    return VisibleSnapshots.of(all).stream().map(s -> snapshot(live, s)).toList();
  }

  private Snapshot snapshot(LiveContainer live, StoredSnapshot stored) {
    SnapshotNotes notes = SnapshotNotes.of(stored.notes());
    SnapshotId id = new SnapshotId(stored.id());
    SnapshotPlace place = SnapshotPlace.of(parts.node().runFolder(), live.id(), id);
    return new Snapshot(
        id,
        stored.parent().map(SnapshotId::new),
        notes.name(),
        notes.description(),
        notes.createdAt(),
        stored.current(),
        notes.config(),
        Optional.of(place).filter(SnapshotPlace::present).map(p -> p.mounted().toString()),
        stored.size(),
        stored.allocated());
  }

  SnapshotTrees tree(LiveContainer live) {
    return new SnapshotTrees(live.toString(), list(live));
  }

  Job<io.cooperage.api.container.Container> switchTo(
      LiveContainer live, SnapshotId id, boolean skipConfig) {
    RequireStopped.check(live);
    requireAble(live);
    Map<String, List<String>> texts = recipes.restored(live, id, !skipConfig);
    Map<String, String> kinds = live.record().kinds();
    Assessment assessment = parts.admission().assess(live.id(), kinds, texts, Set.of()).sound();
    return ClaimHold.submit(
        parts,
        live.id(),
        kinds,
        assessment,
        JobRequest.of(
            recipes.switching(),
            live.id().toString(),
            SnapshotRecipes.values(id, skipConfig),
            c -> Optional.of(containers.of(live))));
  }

  Job<Void> delete(LiveContainer live, SnapshotId id, boolean children) {
    SnapshotTrees tree = tree(live);
    SnapshotId present = tree.get(id.toString()).id();
    return remove(live, recipes.delete(), children ? tree.withChildren(present) : Set.of(present));
  }

  Job<Void> merge(LiveContainer live, Optional<SnapshotId> id, boolean all) {
    return remove(live, recipes.merge(), tree(live).mergedInto(id, all));
  }

  private Job<Void> remove(LiveContainer live, Recipe recipe, Set<SnapshotId> ids) {
    for (SnapshotId id : ids) {
      if (place(live, id).present()) {
        throw new ContainerException(
            ErrorCode.MOUNTED,
            "snapshot " + id + " of CT " + live + " is mounted",
            "Unmount it with 'ct snapshot-umount " + live + " --id " + id + "'.");
      }
    }
    return submit(live, recipe, SnapshotRecipes.values(ids), Optional::empty);
  }

  Job<Path> mount(LiveContainer live, SnapshotId id, Optional<Path> target) {
    tree(live).get(id.toString());
    SnapshotPlace place = place(live, id);
    if (place.present()) {
      throw new ContainerException(
          ErrorCode.MOUNTED, "snapshot " + id + " is mounted at " + place.mounted(), "");
    }
    Optional<Path> folder = target.map(MountTarget::require);
    return submit(
        live,
        recipes.mount(),
        SnapshotRecipes.values(id, folder),
        () -> Optional.of(place.mounted()));
  }

  Job<Void> unmount(LiveContainer live, SnapshotId id) {
    requireAble(live);
    if (!place(live, id).present()) {
      throw new ContainerException(
          ErrorCode.NOT_MOUNTED, "snapshot " + id + " of CT " + live + " is not mounted", "");
    }
    return submit(live, recipes.unmount(), SnapshotRecipes.values(id), Optional::empty);
  }

  /** Unmounts all, each after whatever holds its CT. */
  List<Job<?>> unmountAll() {
    List<Job<?>> jobs = new ArrayList<>();
    for (SnapshotPlace place : SnapshotPlace.all(parts.node().runFolder())) {
      if (parts.roster().find(place.container()).isPresent()) {
        jobs.add(
            parts
                .jobs()
                .enqueue(
                    JobRequest.of(
                        recipes.unmount(),
                        place.container().toString(),
                        SnapshotRecipes.values(place.snapshot()),
                        c -> Optional.empty())));
      }
    }
    return jobs;
  }

  private SnapshotPlace place(LiveContainer live, SnapshotId id) {
    return SnapshotPlace.of(parts.node().runFolder(), live.id(), id);
  }

  private <T> Job<T> submit(
      LiveContainer live, Recipe recipe, Map<String, String> values, Supplier<Optional<T>> result) {
    return parts
        .jobs()
        .submit(JobRequest.of(recipe, live.id().toString(), values, c -> result.get()));
  }

  private void requireAble(LiveContainer live) {
    RequireWhole.check(live);
    SnapshotSupport.require(parts.leases(), Family.SNAPSHOTS, live);
  }
}
