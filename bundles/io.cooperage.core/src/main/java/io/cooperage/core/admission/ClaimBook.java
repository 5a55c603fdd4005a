package io.cooperage.core.admission;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.storage.StorageProvider;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Who holds what. Safe for any thread. */
final class ClaimBook {
  private static final String DISK = "disk.space";
  private static final String ADDRESS = "ip";

  private final Leases leases;
  private final Map<ContainerId, Entry> entries = new HashMap<>();

  /** The texts are those that the claims were read from; none while a change is held. */
  private record Entry(
      String display, List<Map<String, List<String>>> texts, boolean held, List<Claim> claims) {}

  ClaimBook(Leases leases) {
    this.leases = leases;
  }

  synchronized void clear() {
    entries.clear();
  }

  /** Whether what it has of the CT was read from these texts, or is held for a change. */
  synchronized boolean knows(ContainerId id, List<Map<String, List<String>>> texts) {
    Entry entry = entries.get(id);
    return entry != null && (entry.held() || entry.texts().equals(texts));
  }

  synchronized void put(
      ContainerId id, String display, List<Map<String, List<String>>> texts, List<Claim> claims) {
    entries.put(id, new Entry(display, texts, false, List.copyOf(claims)));
  }

  synchronized void forget(ContainerId id) {
    entries.remove(id);
  }

  /** Holds the claims for the CT if nobody else has them and the node has enough. */
  synchronized void requireFree(
      ContainerId id, Map<String, String> kinds, List<Claim> claims, Runnable complete) {
    complete.run();
    for (Claim claim : claims) {
      if (claim.key().isEmpty()) {
        requireRoom(kinds, claim);
      } else {
        requireUnclaimed(id, claim);
      }
    }
    hold(id, claims);
  }

  // Until the change is settled the CT also keeps what it has: the change may yet be undone.
  private void hold(ContainerId id, List<Claim> claims) {
    Entry present = entries.get(id);
    Set<Claim> all = new LinkedHashSet<>(claims);
    if (present != null) {
      all.addAll(present.claims());
    }
    String display = present == null ? "a CT in the making" : present.display();
    entries.put(id, new Entry(display, List.of(), true, List.copyOf(all)));
  }

  private void requireUnclaimed(ContainerId id, Claim claim) {
    entries.forEach(
        (other, entry) -> {
          if (!other.equals(id) && entry.claims().contains(claim)) {
            ErrorCode code =
                claim.resource().equals(ADDRESS) ? ErrorCode.ADDRESS_IN_USE : ErrorCode.IN_USE;
            throw ContainerException.badInput(
                code,
                Problem.of(claim.resource(), claim.key(), "is in use by CT " + entry.display()));
          }
        });
  }

  // Images grow as they fill, so a pool may promise more in sum than it has; one CT may not.
  private void requireRoom(Map<String, String> kinds, Claim claim) {
    String kind = kinds.getOrDefault(Family.STORAGE.name(), "");
    if (!Objects.equals(claim.resource(), DISK)) {
      return;
    }
    PoolStatus pool = leases.call(Family.STORAGE, kind, StorageProvider::pool);
    if (claim.amount() > pool.total()) {
      throw new ContainerException(
          ErrorCode.NO_SPACE,
          "diskspace of "
              + claim.amount()
              + " bytes is more than the pool "
              + pool.path()
              + " has in all ("
              + pool.total()
              + ")",
          "Ask for less, or enlarge the pool.");
    }
  }
}
