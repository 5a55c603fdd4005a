package io.cooperage.core.lifecycle.step;

import io.cooperage.api.node.PoolCheck;
import io.cooperage.api.node.PoolFlaw;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import java.util.List;
import java.util.Map;

/**
 * Checks a pool, and repairs it if that was asked for. Each repair stands for itself, so that
 * nothing is left to finish after a crash.
 */
record CheckPool(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "CheckPool";
  }

  @Override
  public boolean effective(StepContext context) {
    return false;
  }

  @Override
  public void run(StepContext context) {
    String kind = context.value(GrowPool.KIND);
    boolean repair = context.value(CheckDisk.REPAIR).equals("yes");
    KnownTenants tenants = new KnownTenants(parts, kind);
    List<PoolFlaw> flaws =
        parts
            .leases()
            .work(
                Family.POOL_CARE,
                kind,
                context,
                (care, progress) -> care.check(tenants, repair, progress));
    PoolCheck check = new PoolCheck(kind, parts.clock().instant(), repair, flaws);
    context.hold(PoolCheck.class, check);
    tell(check);
  }

  private void tell(PoolCheck check) {
    long done = check.flaws().stream().filter(PoolFlaw::done).count();
    if (done > 0) {
      publish(check, "pool.repaired", done + " flaws were repaired", done);
    }
    if (!check.sound()) {
      long missed = check.flaws().stream().filter(f -> f.error() && !f.done()).count();
      publish(check, "pool.damaged", missed + " flaws that CTs miss: see 'ct pool check'", missed);
    }
  }

  private void publish(PoolCheck check, String type, String what, long count) {
    parts
        .events()
        .publish(
            type,
            check.kind(),
            "the pool of storage '" + check.kind() + "': " + what,
            Map.of("flaws", Long.toString(count)));
  }
}
