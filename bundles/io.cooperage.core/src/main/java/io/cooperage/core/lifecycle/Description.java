package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.roster.LiveContainer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Changes what people call a CT. Nothing inside it changes, so no job is needed. */
final class Description {
  private final EngineParts parts;
  private final Snapshots snapshots;

  Description(EngineParts parts, Snapshots snapshots) {
    this.parts = parts;
    this.snapshots = snapshots;
  }

  Container change(
      LiveContainer live,
      Optional<ContainerName> name,
      Map<String, String> labels,
      Optional<String> description) {
    if (live.record().volume().isEmpty()) {
      throw new ContainerException(ErrorCode.BUSY, "CT " + live + " is being made");
    }
    Texts.check(description.orElse(""), labels);
    name.ifPresent(n -> parts.roster().rename(live, n));
    Map<String, String> merged = new HashMap<>(live.record().labels());
    merged.putAll(labels);
    merged.values().removeIf(String::isEmpty);
    try {
      parts
          .keeper()
          .update(
              live,
              r -> {
                name.ifPresent(n -> r.name(Optional.of(n)));
                description.ifPresent(r::description);
                return r.labels(merged);
              });
    } catch (ContainerException e) {
      parts.roster().keepName(live);
      throw e;
    }
    parts
        .events()
        .publish("container.changed", live.id().toString(), "CT " + live + " was described anew");
    return snapshots.of(live);
  }
}
