package io.cooperage.core.usage;

import io.cooperage.api.error.ContainerException;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.storage.VolumeUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the disks of CTs in turn: they fill slowly and cost a mount each, so a round takes those
 * that were never looked at and its share of the others. The sampler's thread alone may call.
 */
final class DiskTurns {
  private static final Logger LOG = LoggerFactory.getLogger(DiskTurns.class);
  private static final Meter SIZE = disk("disk.size", "Size of the CT's disk.");
  private static final Meter ALLOCATED =
      disk("disk.allocated", "What its image takes on the host.");
  private static final Meter USED = disk("disk.used", "What is used inside.");

  private final Leases leases;
  private final Turns turns;

  // Empty for a disk that cannot be looked at.
  private final Map<LiveContainer, Optional<VolumeUsage>> seen = new HashMap<>();

  /**
   * Begins with no disk known.
   *
   * @param period in which each disk has its turn
   */
  DiskTurns(Leases leases, Duration period) {
    this.leases = leases;
    this.turns = new Turns(period);
  }

  private static Meter disk(String name, String description) {
    return new Meter(name, "bytes", Meter.Kind.GAUGE, description);
  }

  /** Looks at those whose turn it is. */
  void round(List<LiveContainer> running, Instant now) {
    seen.keySet().retainAll(Set.copyOf(running));
    List<LiveContainer> due = turns.due(running, now);
    leases.offers(Family.STORAGE).forEach(o -> look(o, due, now));
  }

  private void look(Offer<StorageProvider> offer, List<LiveContainer> due, Instant now) {
    List<LiveContainer> served =
        due.stream()
            .filter(live -> live.record().volume().isPresent())
            .filter(live -> live.kind(Family.STORAGE.name()).equals(offer.kind()))
            .toList();
    if (served.isEmpty()) {
      return;
    }
    // What comes late, after the call was given up, must not meet the next round.
    Map<LiveContainer, Optional<VolumeUsage>> found = new ConcurrentHashMap<>();
    try {
      offer.boundedEach(
          served, LiveContainer::id, (storage, live) -> found.put(live, usage(storage, live)));
    } catch (ContainerException e) {
      LOG.debug("{} is left out of the samples: {}", offer, e.getMessage());
    }
    Map.copyOf(found)
        .forEach(
            (live, usage) -> {
              seen.put(live, usage);
              turns.had(live, now);
            });
  }

  // One CT's broken disk must not blind the others' meters, nor be looked at each second.
  private static Optional<VolumeUsage> usage(StorageProvider storage, LiveContainer live) {
    try {
      return live.record().volume().map(storage::usage);
    } catch (RuntimeException e) {
      LOG.debug("The disk of CT {} is left out of the samples", live.id(), e);
      return Optional.empty();
    }
  }

  /** Puts what was found in a CT's disk at its last turn. */
  void report(LiveContainer live, Map<Meter, Long> meters) {
    seen.getOrDefault(live, Optional.empty()).ifPresent(usage -> put(usage, meters));
  }

  private static void put(VolumeUsage usage, Map<Meter, Long> meters) {
    meters.put(SIZE, usage.size());
    meters.put(ALLOCATED, usage.allocated());
    if (usage.used() >= 0) {
      meters.put(USED, usage.used());
    }
  }
}
