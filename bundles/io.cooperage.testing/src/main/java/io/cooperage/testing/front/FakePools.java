package io.cooperage.testing.front;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.node.PoolCheck;
import io.cooperage.api.node.PoolFlaw;
import io.cooperage.api.node.PoolService;
import io.cooperage.api.node.PoolStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One pool, of storage "ploop". */
public final class FakePools implements PoolService {
  private final FakeJobs jobs;
  private final List<PoolFlaw> flaws = new CopyOnWriteArrayList<>();
  private volatile Optional<PoolCheck> checked = Optional.empty();

  public FakePools(FakeJobs jobs) {
    this.jobs = jobs;
  }

  /** Adds to what a check finds. */
  public void finds(PoolFlaw flaw) {
    flaws.add(flaw);
  }

  @Override
  public Job<PoolCheck> check(String kind, boolean repair) {
    requireKind(kind);
    checked = Optional.of(new PoolCheck("ploop", Instant.EPOCH, repair, flaws));
    return jobs.start("pool-check", "pool ploop", checked);
  }

  @Override
  public Optional<PoolCheck> checked(String kind) {
    requireKind(kind);
    return checked;
  }

  private static void requireKind(String kind) {
    if (!kind.isEmpty() && !kind.equals("ploop")) {
      throw new ContainerException(ErrorCode.UNSUPPORTED, "there is no pool of '" + kind + "'");
    }
  }

  @Override
  public Job<PoolStatus> grow(String kind, long bytes) {
    requireKind(kind);
    PoolStatus grown = new PoolStatus("ploop", "/pool", bytes, bytes / 2, 0, Map.of());
    return jobs.start("pool-grow", "pool ploop", Optional.of(grown));
  }
}
