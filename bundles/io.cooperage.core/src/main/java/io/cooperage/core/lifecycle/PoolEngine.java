package io.cooperage.core.lifecycle;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.node.PoolCheck;
import io.cooperage.api.node.PoolService;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.PoolRecipes;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.storage.StorageProvider;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Work on pools for the fronts. A job's target is {@code pool KIND}. */
@Component(service = PoolService.class)
public final class PoolEngine implements PoolService {
  private final EngineRoom room;
  private final Map<String, PoolCheck> checks = new ConcurrentHashMap<>();

  /** Called by the framework. */
  @Activate
  public PoolEngine(@Reference EngineRoom room) {
    this.room = room;
  }

  @Override
  public Job<PoolStatus> grow(String asked, long bytes) {
    room.requireLoaded();
    String kind = kind(asked);
    return submit(
        kind,
        room.lifecycle().poolRecipes().grow(),
        PoolRecipes.growValues(kind, bytes),
        c -> Optional.of(status(kind)));
  }

  @Override
  public Job<PoolCheck> check(String asked, boolean repair) {
    room.requireLoaded();
    String kind = kind(asked);
    return submit(
        kind,
        room.lifecycle().poolRecipes().check(),
        PoolRecipes.checkValues(kind, repair),
        c -> kept(kind, c));
  }

  private <T> Job<T> submit(
      String kind,
      Recipe recipe,
      Map<String, String> values,
      Function<StepContext, Optional<T>> result) {
    return room.parts().jobs().submit(JobRequest.of(recipe, "pool " + kind, values, result));
  }

  private Optional<PoolCheck> kept(String kind, StepContext context) {
    Optional<PoolCheck> check = context.held(PoolCheck.class);
    check.ifPresent(c -> checks.put(kind, c));
    return check;
  }

  @Override
  public Optional<PoolCheck> checked(String asked) {
    return Optional.ofNullable(checks.get(kind(asked)));
  }

  private PoolStatus status(String kind) {
    return room.parts().leases().call(Family.STORAGE, kind, StorageProvider::pool);
  }

  private String kind(String asked) {
    EngineParts parts = room.parts();
    String kind = asked.isEmpty() ? parts.node().kinds().get(Family.STORAGE.name()) : asked;
    if (parts.leases().find(Family.POOL_CARE, kind).isEmpty()) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "there is no pool of storage '" + kind + "' that can be cared for",
          "'ct pool status' shows the pools.");
    }
    return kind;
  }
}
