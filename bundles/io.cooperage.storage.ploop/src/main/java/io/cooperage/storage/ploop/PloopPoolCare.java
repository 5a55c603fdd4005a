package io.cooperage.storage.ploop;

import io.cooperage.api.node.PoolFlaw;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.PoolCare;
import io.cooperage.spi.storage.PoolTenants;
import io.cooperage.storage.ploop.pool.PoolGrowth;
import io.cooperage.storage.ploop.survey.PoolCheckup;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Work on the node's pool as a whole. */
@Component(service = PoolCare.class)
public final class PloopPoolCare implements PoolCare {
  private final PloopPool pool;

  @Activate
  public PloopPoolCare(@Reference PloopPool pool) {
    this.pool = pool;
  }

  @Override
  public String kind() {
    return PloopStorage.KIND;
  }

  @Override
  public List<PoolFlaw> check(PoolTenants tenants, boolean repair, ProgressSink progress) {
    return Failures.told(
        "check the pool " + pool.root(),
        () -> new PoolCheckup(pool.open(), tenants, pool.work()).run(repair, progress));
  }

  @Override
  public long grow(long bytes, ProgressSink progress) {
    return Failures.told("grow the pool " + pool.root(), () -> PoolGrowth.run(pool.open(), bytes));
  }
}
