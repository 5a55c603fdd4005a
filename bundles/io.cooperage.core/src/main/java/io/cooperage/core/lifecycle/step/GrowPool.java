package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import java.util.Map;

/** Makes a pool larger. */
record GrowPool(EngineParts parts) implements Step {
  /** Journaled: kind of storage. */
  static final String KIND = "kind";

  /** Journaled: bytes that it shall have. */
  static final String SIZE = "size";

  @Override
  public String name() {
    return "GrowPool";
  }

  @Override
  public void run(StepContext context) {
    String kind = context.value(KIND);
    long asked = Long.parseLong(context.value(SIZE));
    long now =
        parts
            .leases()
            .work(Family.POOL_CARE, kind, context, (care, progress) -> care.grow(asked, progress));
    parts
        .events()
        .publish(
            "pool.grown",
            kind,
            "the pool of storage '" + kind + "' has " + (now >> 20) + " MiB now",
            Map.of("size", Long.toString(now)));
  }
}
