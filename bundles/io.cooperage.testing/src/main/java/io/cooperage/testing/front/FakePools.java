package io.cooperage.testing.front;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.node.PoolService;
import io.cooperage.api.node.PoolStatus;
import java.util.Map;
import java.util.Optional;

/** One pool, of storage "ploop". */
public final class FakePools implements PoolService {
  private final FakeJobs jobs;

  public FakePools(FakeJobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public Job<PoolStatus> grow(String kind, long bytes) {
    if (!kind.isEmpty() && !kind.equals("ploop")) {
      throw new ContainerException(ErrorCode.UNSUPPORTED, "there is no pool of '" + kind + "'");
    }
    PoolStatus grown = new PoolStatus("ploop", "/pool", bytes, bytes / 2, 0, Map.of());
    return jobs.start("pool-grow", "pool ploop", Optional.of(grown));
  }
}
