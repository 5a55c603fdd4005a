package io.cooperage.api.backup;

import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.Ctid;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a backup is restored to. With a number or a name that is a new CT, also where the CT that
 * it was made of is gone; else that CT.
 *
 * @param location where the backup is kept; empty for the node's own place
 * @param privileged whether the CT may get what is the host's: folders and devices, and a new one
 *     the host's root. Without it a backup that gives more of that than the CT has is refused, for
 *     whoever can write to its place may have made it. A CT that is there never becomes privileged.
 */
public record RestoreOptions(
    Optional<Ctid> ctid,
    Optional<ContainerName> name,
    Optional<String> location,
    boolean privileged) {
  public RestoreOptions {
    Objects.requireNonNull(ctid, "ctid");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(location, "location");
  }

  /** Options that give nothing of the host's. */
  public RestoreOptions(
      Optional<Ctid> ctid, Optional<ContainerName> name, Optional<String> location) {
    this(ctid, name, location, false);
  }
}
