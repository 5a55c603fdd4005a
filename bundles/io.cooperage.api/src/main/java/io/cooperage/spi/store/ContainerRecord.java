package io.cooperage.spi.store;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.Ctid;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored beside a CT's disk: {@code container.json}.
 *
 * @param revision grows with each change that fronts show
 * @param kinds provider by family
 * @param template name; empty if none
 * @param templateDigest digest of its image; empty if none
 * @param parameters canonical texts by parameter, also of parameters that nobody owns now
 * @param idMap the id slot that it has on this node
 * @param wantRunning whether it ran when it was last started or stopped on purpose
 * @param volume its disk; empty while it is being made
 * @param unknown keys of a later minor schema, kept as JSON text
 */
public record ContainerRecord(
    ContainerId id,
    Ctid ctid,
    Optional<ContainerName> name,
    long revision,
    Instant createdAt,
    Map<String, String> kinds,
    String template,
    String templateDigest,
    Map<String, List<String>> parameters,
    Map<String, String> labels,
    String description,
    IdMap idMap,
    boolean wantRunning,
    Optional<Volume> volume,
    List<HostMount> mounts,
    Map<String, String> unknown) {
  public ContainerRecord {
    kinds = Map.copyOf(kinds);
    parameters = Map.copyOf(parameters);
    labels = Map.copyOf(labels);
    mounts = List.copyOf(mounts);
    unknown = Map.copyOf(unknown);
  }

  /** A changed copy. */
  public ContainerRecordEditor edit() {
    return new ContainerRecordEditor(this);
  }
}
