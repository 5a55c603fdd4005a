package io.cooperage.testing.fake;

import io.cooperage.api.node.PoolFlaw;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.PoolCare;
import io.cooperage.spi.storage.PoolTenants;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Care of the pool of {@link FakeStorage}. Its calls that can fail: grow, check. */
public final class FakePoolCare implements PoolCare {
  private final Faults faults = new Faults();
  private final List<PoolFlaw> flaws = new CopyOnWriteArrayList<>();
  private volatile PoolTenants tenants;
  private volatile long size;

  /** What fails. */
  public Faults faults() {
    return faults;
  }

  /** Bytes that the pool was grown to; 0 if it never was. */
  public long size() {
    return size;
  }

  @Override
  public String kind() {
    return "fake";
  }

  /** Adds to what a check finds. */
  public void finds(PoolFlaw flaw) {
    flaws.add(flaw);
  }

  /** What the last check was told of the CTs. */
  public Optional<PoolTenants> tenants() {
    return Optional.ofNullable(tenants);
  }

  @Override
  public List<PoolFlaw> check(PoolTenants known, boolean repair, ProgressSink progress) {
    faults.check("check");
    progress.checkCancelled();
    tenants = known;
    return List.copyOf(flaws);
  }

  @Override
  public long grow(long bytes, ProgressSink progress) {
    faults.check("grow");
    size = bytes;
    return bytes;
  }
}
