package io.cooperage.core.lifecycle;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import java.util.Optional;

/** Tells storage that lacks an ability from storage that is not there yet. */
final class SnapshotSupport {
  private SnapshotSupport() {}

  /**
   * Refuses a CT whose storage lacks an optional service.
   *
   * @throws ContainerException UNSUPPORTED if the storage is there without it, WAITING if it is not
   */
  static void require(Leases leases, Family<?> ability, LiveContainer live) {
    need(leases, ability, live.kind(Family.STORAGE.name()));
  }

  /**
   * The optional service of a storage; else as {@link #require}.
   *
   * @param kind of the storage
   */
  static <S> Offer<S> need(Leases leases, Family<S> ability, String kind) {
    Optional<Offer<S>> offer = leases.find(ability, kind);
    if (offer.isEmpty()) {
      leases.need(Family.STORAGE, kind);
    }
    return offer.orElseThrow(
        () ->
            new ContainerException(
                ErrorCode.UNSUPPORTED,
                "the storage '" + kind + "' has no " + ability.name(),
                "Create containers with --kind storage=ploop."));
  }
}
