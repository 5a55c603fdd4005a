package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.StartOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.job.Job;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.Guards;
import io.cooperage.core.lifecycle.step.Recipes;
import io.cooperage.core.lifecycle.step.RequireStopped;
import io.cooperage.core.pool.PoolWatch;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.spi.preflight.PreflightCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Starts and stops CTs. */
final class PowerJobs {
  private final EngineParts parts;
  private final Recipes recipes;
  private final Snapshots snapshots;
  private final PoolWatch pools;

  PowerJobs(EngineParts parts, Recipes recipes, Snapshots snapshots, PoolWatch pools) {
    this.pools = pools;
    this.parts = parts;
    this.recipes = recipes;
    this.snapshots = snapshots;
  }

  Job<Container> start(LiveContainer live, StartOptions options) {
    RequireStopped.check(live);
    pools.requireRoom(live.kind(Family.STORAGE.name()), "start CT " + live);
    if (!options.unguarded()) {
      Guards.require(parts, live);
    }
    parts.expectLaunch();
    preflight(live);
    List<Recipe> todo =
        options.waitForBoot() ? List.of(recipes.start(), recipes.boot()) : List.of(recipes.start());
    Map<String, String> values = Map.of(Guards.UNGUARDED, options.unguarded() ? "yes" : "no");
    return parts.jobs().submit(request("start", live, todo, values));
  }

  /**
   * Asks whether anything speaks against a start.
   *
   * @throws ContainerException with everything that does
   */
  void preflight(LiveContainer live) {
    List<Problem> problems = new ArrayList<>();
    for (Offer<PreflightCheck> check : parts.leases().offers(Family.PREFLIGHT)) {
      problems.addAll(check.bounded(live.id(), c -> c.check(live.record())));
    }
    if (!problems.isEmpty()) {
      throw ContainerException.badInput(problems);
    }
  }

  /** Stops it after whatever holds it now; it runs again with the next start of the node. */
  Job<Container> stopForNow(LiveContainer live) {
    Map<String, String> values = values(StopOptions.defaults());
    values.put("keepWanted", "yes");
    return parts.jobs().enqueue(request("stop", live, List.of(recipes.stop()), values));
  }

  Job<Container> stop(LiveContainer live, StopOptions options) {
    if (live.state() != ContainerState.RUNNING) {
      throw new ContainerException(ErrorCode.NOT_RUNNING, "CT " + live + " is " + state(live), "");
    }
    requireAnswer(live, options);
    Map<String, String> values = values(options);
    values.put("keepWanted", "no");
    return parts.jobs().submit(request("stop", live, List.of(recipes.stop()), values));
  }

  /**
   * Refuses to start what would write to a full pool.
   *
   * @throws ContainerException NO_SPACE
   */
  void requireRoom(String storage, String what) {
    pools.requireRoom(storage, what);
  }

  private static void requireAnswer(LiveContainer live, StopOptions options) {
    if (!options.fast() && live.paused().isPresent()) {
      throw new ContainerException(
          ErrorCode.NO_SPACE,
          "CT " + live + " is paused and cannot shut down: " + live.paused().get(),
          "Make room and it goes on, or kill it with --fast.");
    }
  }

  private static String state(LiveContainer live) {
    return live.state().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> values(StopOptions options) {
    Map<String, String> values = new HashMap<>();
    values.put("fast", options.fast() ? "yes" : "no");
    options.timeout().ifPresent(t -> values.put("timeout", Long.toString(t.toSeconds())));
    return values;
  }

  Job<Container> restart(LiveContainer live, StopOptions options) {
    if (live.state() == ContainerState.STOPPED) {
      return start(live, StartOptions.defaults());
    }
    if (live.state() != ContainerState.RUNNING) {
      throw new ContainerException(ErrorCode.NOT_RUNNING, "CT " + live + " is " + state(live), "");
    }
    requireAnswer(live, options);
    Guards.require(parts, live);
    Map<String, String> values = values(options);
    values.put("keepWanted", "yes");
    return parts
        .jobs()
        .submit(request("restart", live, List.of(recipes.stop(), recipes.start()), values));
  }

  /** Follows up an init that has ended by itself. */
  void ended(LiveContainer live, ExitReport report) {
    Map<String, String> values = new HashMap<>();
    boolean again = report.cause() == ExitReport.Cause.REBOOTED;
    boolean halted = report.cause() == ExitReport.Cause.HALTED;
    values.put("keepWanted", halted ? "no" : "yes");
    values.put("reason", reason(report));
    List<Recipe> todo =
        again ? List.of(recipes.cleanup(), recipes.start()) : List.of(recipes.cleanup());
    parts.jobs().enqueue(request(again ? "reboot" : "cleanup", live, todo, values));
  }

  private static String reason(ExitReport report) {
    return switch (report.cause()) {
      case HALTED -> "halted";
      case REBOOTED -> "reboots";
      case KILLED -> "was killed by signal " + report.code();
      case UNKNOWN -> "ended while nobody looked";
    };
  }

  private JobRequest<Container> request(
      String action, LiveContainer live, List<Recipe> todo, Map<String, String> values) {
    return new JobRequest<>(action, live.id().toString(), todo, values, c -> {}, snapshot(live));
  }

  private Function<io.cooperage.core.job.StepContext, Optional<Container>> snapshot(
      LiveContainer live) {
    return c -> Optional.of(snapshots.of(live));
  }
}
