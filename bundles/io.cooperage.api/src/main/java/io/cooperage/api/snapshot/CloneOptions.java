package io.cooperage.api.snapshot;

import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.parameter.RawSetting;
import java.util.List;
import java.util.Optional;

/**
 * What a clone shall be. Addresses are never taken over; what else the source has set is, unless
 * set anew.
 *
 * @param ctid the wanted number; empty for the lowest that is free
 * @param settings over those of the source
 * @param snapshot whose disk the clone gets; empty for that of the source as it is now
 */
public record CloneOptions(
    Optional<Ctid> ctid,
    Optional<ContainerName> name,
    List<RawSetting> settings,
    Optional<SnapshotId> snapshot) {
  public CloneOptions {
    settings = List.copyOf(settings);
  }

  /** Of the source as it is now. */
  public CloneOptions(
      Optional<Ctid> ctid, Optional<ContainerName> name, List<RawSetting> settings) {
    this(ctid, name, settings, Optional.empty());
  }
}
