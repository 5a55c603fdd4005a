package io.cooperage.core.roster;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.Ctid;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.store.ContainerRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records to put into a roster. */
public final class Records {
  private Records() {}

  public static ContainerRecord record(int ctid) {
    return record(ctid, Map.of());
  }

  /** One that uses these providers. */
  public static ContainerRecord record(int ctid, Map<String, String> kinds) {
    return record(ctid, Optional.empty(), kinds);
  }

  public static ContainerRecord record(int ctid, String name) {
    return record(ctid, Optional.of(new ContainerName(name)), Map.of());
  }

  private static ContainerRecord record(
      int ctid, Optional<ContainerName> name, Map<String, String> kinds) {
    return new ContainerRecord(
        ContainerId.random(),
        new Ctid(ctid),
        name,
        1,
        Instant.EPOCH,
        kinds,
        "",
        "",
        Map.of(),
        Map.of(),
        "",
        new IdMap(524288, 65536),
        false,
        Optional.empty(),
        List.of(),
        Map.of());
  }
}
