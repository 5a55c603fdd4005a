package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.disk.Compaction;
import io.cooperage.api.disk.DiskCheck;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.job.Job;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.lifecycle.step.DiskRecipes;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.RequireStopped;
import io.cooperage.core.lifecycle.step.RequireWhole;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** Checks, compacts and exports disks. Safe for any thread. */
final class DiskJobs {
  private final EngineParts parts;
  private final DiskRecipes recipes;
  // Forgotten with the CT.
  private final Map<LiveContainer, DiskCheck> checks =
      Collections.synchronizedMap(new WeakHashMap<>());

  DiskJobs(EngineParts parts, DiskRecipes recipes) {
    this.parts = parts;
    this.recipes = recipes;
  }

  Job<DiskCheck> check(LiveContainer live, boolean repair) {
    requireDown(
        live,
        "checked",
        "Stop it with 'ct stop " + live + "', or check a clone of it: 'ct clone " + live + "'.");
    RequireWhole.check(live);
    SnapshotSupport.require(parts.leases(), Family.UPKEEP, live);
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.check(),
                live.id().toString(),
                DiskRecipes.checkValues(repair),
                c -> kept(live, c)));
  }

  Job<Compaction> compact(LiveContainer live) {
    RequireWhole.check(live);
    SnapshotSupport.require(parts.leases(), Family.UPKEEP, live);
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.compact(), live.id().toString(), Map.of(), c -> c.held(Compaction.class)));
  }

  Job<Exported> exportTo(LiveContainer live, ExportOptions options) {
    RequireWhole.check(live);
    requireName(options.file());
    if (options.snapshot().isEmpty()) {
      requireDown(
          live,
          "exported",
          "Stop it with 'ct stop " + live + "', or export a snapshot of it with --snapshot.");
    }
    SnapshotSupport.require(parts.leases(), Family.TRANSFER, live);
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.exporting(),
                live.id().toString(),
                DiskRecipes.exportValues(options),
                c -> c.held(Exported.class)));
  }

  private static void requireName(Path file) {
    if (file.getFileName() == null) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE,
          Problem.of("file", file.toString(), "must be the name of a new file"));
    }
  }

  private static void requireDown(LiveContainer live, String what, String hint) {
    if (live.state() == ContainerState.RUNNING) {
      throw new ContainerException(
          ErrorCode.RUNNING, "CT " + live + " runs, and a disk in use cannot be " + what, hint);
    }
    RequireStopped.check(live);
  }

  private Optional<DiskCheck> kept(LiveContainer live, StepContext context) {
    Optional<DiskCheck> check = context.held(DiskCheck.class);
    check.ifPresent(c -> checks.put(live, c));
    return check;
  }

  Optional<DiskCheck> checked(LiveContainer live) {
    return Optional.ofNullable(checks.get(live));
  }
}
