package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ConsoleTicket;
import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.ExecResult;
import io.cooperage.api.container.ExecTicket;
import io.cooperage.api.container.GuestFileAccess;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.lifecycle.step.ConsoleLogs;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.Recipes;
import io.cooperage.core.lifecycle.step.RepairMount;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.isolation.ExecPlan;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Ways into a CT: programs, its console, its files. */
final class GuestEntry {
  private final EngineParts parts;
  private final ConsoleLogs consoles;
  private final Recipes recipes;

  GuestEntry(EngineParts parts, ConsoleLogs consoles, Recipes recipes) {
    this.parts = parts;
    this.consoles = consoles;
    this.recipes = recipes;
  }

  /** Its init; refuses a CT that does not run. */
  static Sandbox sandbox(LiveContainer live) {
    if (live.state() != ContainerState.RUNNING && live.state() != ContainerState.STOPPING) {
      throw new ContainerException(
          ErrorCode.NOT_RUNNING,
          "CT " + live + " does not run",
          "Start it with 'ct start " + live + "'.");
    }
    return live.runtime().map(RuntimeRecord::sandbox).orElseThrow();
  }

  /** Handles to groups are opened when the program is about to run, so none is left behind. */
  ContainerProcess exec(LiveContainer live, ExecRequest request) {
    Sandbox sandbox = sandbox(live);
    live.paused()
        .ifPresent(
            why -> {
              throw new ContainerException(
                  ErrorCode.NO_SPACE,
                  "CT " + live + " is paused, and so would be a program in it: " + why,
                  "Make room and it goes on.");
            });
    return new ContainerProcess() {
      @Override
      public ExecTicket ticket() {
        return prepared(live, sandbox, request, Duration.ZERO, ContainerProcess::ticket);
      }

      @Override
      public ExecResult run(byte[] input, int limit, Duration timeout) {
        return prepared(live, sandbox, request, timeout, p -> p.run(input, limit, timeout));
      }
    };
  }

  private <R> R prepared(
      LiveContainer live,
      Sandbox sandbox,
      ExecRequest request,
      Duration own,
      Function<ContainerProcess, R> action) {
    try (CgroupHandles handles =
        parts.leases().call(Family.CGROUP, "", c -> c.execHandles(live.id()))) {
      return parts
          .leases()
          .call(
              Family.ISOLATION,
              sandbox.kind(),
              own,
              i -> action.apply(i.prepare(sandbox, new ExecPlan(request, handles))));
    }
  }

  ConsoleTicket console(LiveContainer live) {
    Sandbox sandbox = sandbox(live);
    return parts.leases().call(Family.ISOLATION, sandbox.kind(), i -> i.console(sandbox));
  }

  byte[] consoleLog(LiveContainer live) {
    Optional<Sandbox> sandbox = live.runtime().map(RuntimeRecord::sandbox);
    return sandbox.isPresent()
        ? parts
            .leases()
            .call(Family.ISOLATION, sandbox.get().kind(), i -> i.consoleLog(sandbox.get()))
        : consoles.read(live.id());
  }

  GuestFileAccess files(LiveContainer live) {
    if (live.state() == ContainerState.MOUNTED) {
      return new StreamedFiles(() -> mountedFiles(live));
    }
    Sandbox sandbox = sandbox(live);
    return new StreamedFiles(
        () ->
            parts
                .leases()
                .call(
                    Family.ISOLATION,
                    sandbox.kind(),
                    i -> i.files(sandbox, live.record().idMap())));
  }

  private GuestFiles mountedFiles(LiveContainer live) {
    RepairMount place =
        recipes
            .mounted(live.id())
            .orElseThrow(
                () ->
                    new ContainerException(
                        ErrorCode.NOT_MOUNTED, "CT " + live + " is not mounted any more"));
    try (MountedVolume mounted = parts.openOnHost(live, place, false)) {
      return parts
          .leases()
          .call(
              Family.ISOLATION,
              live.kind(Family.ISOLATION.name()),
              i -> i.files(mounted.root(), place.ids(live.record().idMap())));
    }
  }
}
