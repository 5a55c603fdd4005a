package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.MountOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.Recipes;
import io.cooperage.core.lifecycle.step.RepairMount;
import io.cooperage.core.lifecycle.step.RequireNoSnapshots;
import io.cooperage.core.lifecycle.step.RequireStopped;
import io.cooperage.core.lifecycle.step.SnapshotPlace;
import io.cooperage.core.roster.LiveContainer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Destroys, reinstalls and mounts stopped CTs. */
final class RepairJobs {
  private final EngineParts parts;
  private final Recipes recipes;
  private final Snapshots snapshots;

  RepairJobs(EngineParts parts, Recipes recipes, Snapshots snapshots) {
    this.parts = parts;
    this.recipes = recipes;
    this.snapshots = snapshots;
  }

  Job<Void> destroy(LiveContainer live) {
    RequireStopped.check(live);
    SnapshotPlace.requireNone(parts.node().runFolder(), live.id(), live.toString());
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.destroy(), live.id().toString(), Map.of(), c -> Optional.empty()));
  }

  Job<Container> reinstall(LiveContainer live, Optional<String> template) {
    RequireStopped.check(live);
    String name = template.orElseGet(() -> live.record().template());
    parts.templates().need(name);
    RequireNoSnapshots.check(parts, live);
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.reinstall(),
                live.id().toString(),
                Map.of("template", name),
                c -> Optional.of(snapshots.of(live))));
  }

  Job<Path> mount(LiveContainer live, MountOptions options) {
    RequireStopped.check(live);
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.mount(),
                live.id().toString(),
                Recipes.mountValues(options),
                c -> recipes.mounted(live.id()).map(RepairMount::folder)));
  }

  Job<Void> unmount(LiveContainer live) {
    if (live.state() != ContainerState.MOUNTED) {
      throw new ContainerException(ErrorCode.NOT_MOUNTED, "CT " + live + " is not mounted");
    }
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.unmount(), live.id().toString(), Map.of(), c -> Optional.empty()));
  }
}
