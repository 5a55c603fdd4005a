package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.ExecResult;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.isolation.ExecPlan;
import io.cooperage.spi.isolation.Sandbox;
import java.time.Duration;

/** Runs small programs inside a CT for the engine itself. */
record GuestPrograms(EngineParts parts) {
  private static final int OUTPUT_LIMIT = 4096;

  ExecResult run(LiveContainer live, Duration timeout, String... argv) {
    Sandbox sandbox = live.runtime().orElseThrow().sandbox();
    ExecRequest request = ExecRequest.of(argv);
    try (CgroupHandles handles =
        parts.leases().call(Family.CGROUP, "", c -> c.execHandles(live.id()))) {
      return parts
          .leases()
          .call(
              Family.ISOLATION,
              sandbox.kind(),
              timeout,
              i ->
                  i.prepare(sandbox, new ExecPlan(request, handles))
                      .run(new byte[0], OUTPUT_LIMIT, timeout));
    }
  }
}
