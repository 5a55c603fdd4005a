package io.cooperage.testing.front;

import io.cooperage.api.job.Job;
import io.cooperage.api.node.Budget;
import io.cooperage.api.node.Finding;
import io.cooperage.api.node.HostChange;
import io.cooperage.api.node.NodeInfo;
import io.cooperage.api.node.NodeService;
import io.cooperage.api.node.PoolStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A node with one finding, one change and one pool. */
public final class FakeNode implements NodeService {
  private final FakeJobs jobs;
  private List<PoolStatus> pools =
      List.of(new PoolStatus("ploop", "/pool", 10L << 30, 5L << 30, 1L << 30, Map.of()));

  public FakeNode(FakeJobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public NodeInfo info() {
    return new NodeInfo(
        "u",
        "node1",
        "0.1.0",
        Map.of("kernel", "6.18"),
        Map.of("running", 1),
        Map.of("core", "1"),
        List.of(
            new Budget(
                "memory.guarantee", "bytes", 8L << 30, OptionalDouble.of(1), 6L << 30, 2L << 30),
            new Budget(
                "disk.space", "bytes", 1L << 40, OptionalDouble.empty(), 5L, Long.MAX_VALUE)));
  }

  @Override
  public List<Finding> doctor() {
    return List.of(
        new Finding("reflink", Finding.Grade.MISSING, "ext4 has none", "clones copy everything"));
  }

  @Override
  public List<HostChange> changes() {
    return List.of(new HostChange("sysctl", "net.ipv4.ip_forward", "0", "1", "routing"));
  }

  @Override
  public List<PoolStatus> pools() {
    return pools;
  }

  /** From now on no pool is open. */
  public void closePools() {
    pools = List.of();
  }

  @Override
  public List<String> waitingFor() {
    return List.of("storage.ploop");
  }

  @Override
  public Job<Void> release() {
    return jobs.start("release", "", Optional.empty());
  }
}
