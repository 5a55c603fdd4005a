package io.cooperage.core.lifecycle;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.roster.LiveContainer;

/** Tells storage that lacks an ability from storage that is not there yet. */
final class SnapshotSupport {
  private SnapshotSupport() {}

  /**
   * Refuses a CT whose storage lacks an optional service.
   *
   * @throws ContainerException UNSUPPORTED if the storage is there without it, WAITING if it is not
   */
  static void require(Leases leases, Family<?> ability, LiveContainer live) {
    String kind = live.kind(Family.STORAGE.name());
    if (leases.find(ability, kind).isPresent()) {
      return;
    }
    leases.need(Family.STORAGE, kind);
    throw new ContainerException(
        ErrorCode.UNSUPPORTED,
        "the storage '" + kind + "' of CT " + live + " has no " + ability.name(),
        "Create containers with --kind storage=ploop.");
  }
}
