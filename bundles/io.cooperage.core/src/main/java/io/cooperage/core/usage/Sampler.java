package io.cooperage.core.usage;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.UsageSink;
import io.cooperage.spi.network.NetworkProvider;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeUsage;
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples every running CT once a period while somebody looks, else at a longer one. Disks, which
 * fill slowly and cost a mount each, are always left at the longer one. A source that hangs is left
 * out of the round.
 */
public final class Sampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final Meter SIZE = disk("disk.size", "Size of the CT's disk.");
  private static final Meter ALLOCATED =
      disk("disk.allocated", "What its image takes on the host.");
  private static final Meter USED = disk("disk.used", "What is used inside.");
  private static final int MICROSECOND = 1000;
  private static final int USUAL_METERS = 64;
  private static final Duration INTEREST = Duration.ofSeconds(30);

  private final Leases leases;
  private final Roster roster;
  private final Function<LiveContainer, Cell> cellOf;
  private final Supplier<Instant> lastAsked;
  private final Clock clock;
  private final Periods periods;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private final Leases.Subscription changes;
  private volatile boolean regrouped;
  // These are the sampler's thread's alone.
  private final Map<LiveContainer, Cell> cells = new HashMap<>();
  private final Map<ContainerId, Optional<VolumeUsage>> disks = new HashMap<>();
  private Instant lastDisks = Instant.EPOCH;
  private Instant lastRound = Instant.EPOCH;

  /**
   * How often it looks.
   *
   * @param watched while somebody has asked lately
   * @param idle else
   */
  public record Periods(Duration watched, Duration idle) {}

  private static Meter disk(String name, String description) {
    return new Meter(name, "bytes", Meter.Kind.GAUGE, description);
  }

  /**
   * A sampler that rests while nobody has asked.
   *
   * @param cellOf makes the cell of a CT, which is used until the cgroup provider changes
   */
  public Sampler(
      Leases leases,
      Roster roster,
      Function<LiveContainer, Cell> cellOf,
      Supplier<Instant> lastAsked,
      Clock clock,
      Periods periods) {
    this.leases = leases;
    this.roster = roster;
    this.cellOf = cellOf;
    this.lastAsked = lastAsked;
    this.clock = clock;
    this.periods = periods;
    this.changes = leases.onChange(this::changed);
    this.thread = new Thread(this::work, "cooperage-sampler");
    thread.setDaemon(true);
  }

  /** Begins. */
  public void open() {
    thread.start();
  }

  private void changed(Family<?> family) {
    if (family.equals(Family.CGROUP)) {
      regrouped = true;
    }
  }

  private void work() {
    try {
      while (!closed.await(periods.watched().toMillis(), TimeUnit.MILLISECONDS)) {
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    Instant now = clock.instant();
    boolean watched = lastAsked.get().plus(INTEREST).isAfter(now);
    if (watched || !lastRound.plus(periods.idle()).isAfter(now)) {
      lastRound = now;
      try {
        sample();
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("A round of samples failed", e);
      }
    }
  }

  /** Takes one sample of every running CT. */
  void sample() {
    List<LiveContainer> running =
        roster.all().stream().filter(c -> c.state() == ContainerState.RUNNING).toList();
    if (running.isEmpty()) {
      return;
    }
    long began = System.nanoTime();
    List<Sample> samples = samples(running);
    leases.offers(Family.CONTROLLER).forEach(o -> controllers(o, samples));
    leases.offers(Family.NETWORK).forEach(o -> networks(o, samples));
    Instant now = clock.instant();
    if (!lastDisks.plus(periods.idle()).isAfter(now)) {
      lastDisks = now;
      disks.clear();
    }
    leases.offers(Family.STORAGE).forEach(o -> disks(o, running));
    for (Sample sample : samples) {
      disk(sample.live(), sample.meters());
      sample.live().sample(sample.live().measured().next(sample.meters(), now));
    }
    LOG.debug(
        "A round over {} CTs took {} us",
        running.size(),
        (System.nanoTime() - began) / MICROSECOND);
  }

  /**
   * One CT in a round.
   *
   * @param sink puts into the meters; late, of a call that was given up, it meets no later round
   */
  private record Sample(LiveContainer live, Cell cell, Map<Meter, Long> meters, UsageSink sink) {}

  private List<Sample> samples(List<LiveContainer> running) {
    if (regrouped) {
      regrouped = false;
      cells.clear();
    }
    cells.keySet().retainAll(Set.copyOf(running));
    List<Sample> samples = new ArrayList<>();
    for (LiveContainer live : running) {
      Map<Meter, Long> meters = new ConcurrentHashMap<>(USUAL_METERS);
      samples.add(new Sample(live, cells.computeIfAbsent(live, cellOf), meters, meters::put));
    }
    return samples;
  }

  private static void controllers(Offer<ResourceController> offer, List<Sample> samples) {
    quietly(offer, samples, (c, sample) -> c.usage(sample.cell(), sample.sink()));
  }

  private static void networks(Offer<NetworkProvider> offer, List<Sample> samples) {
    quietly(
        offer,
        samples.stream()
            .filter(s -> s.live().kind(Family.NETWORK.name()).equals(offer.kind()))
            .toList(),
        (n, sample) ->
            n.usage(
                sample.live().runtime().map(RuntimeRecord::attachments).orElse(List.of()),
                sample.sink()));
  }

  private void disks(Offer<StorageProvider> offer, List<LiveContainer> running) {
    List<Volume> due =
        running.stream()
            .filter(live -> live.kind(Family.STORAGE.name()).equals(offer.kind()))
            .flatMap(live -> live.record().volume().stream())
            .filter(volume -> !disks.containsKey(volume.container()))
            .toList();
    if (due.isEmpty()) {
      return;
    }
    // What comes late, after the call was given up, must not meet the next round.
    Map<ContainerId, Optional<VolumeUsage>> found = new ConcurrentHashMap<>();
    try {
      offer.boundedEach(due, Volume::container, (s, v) -> found.put(v.container(), usage(s, v)));
    } catch (ContainerException e) {
      LOG.debug("{} is left out of the samples: {}", offer, e.getMessage());
    }
    disks.putAll(found);
  }

  // One CT's broken disk must not blind the others' meters, nor be looked at each second.
  private static Optional<VolumeUsage> usage(StorageProvider storage, Volume volume) {
    try {
      return Optional.of(storage.usage(volume));
    } catch (RuntimeException e) {
      LOG.debug("The disk of CT {} is left out of the samples", volume.container(), e);
      return Optional.empty();
    }
  }

  private void disk(LiveContainer live, Map<Meter, Long> meters) {
    disks.getOrDefault(live.id(), Optional.empty()).ifPresent(usage -> disk(usage, meters));
  }

  private static void disk(VolumeUsage usage, Map<Meter, Long> meters) {
    meters.put(SIZE, usage.size());
    meters.put(ALLOCATED, usage.allocated());
    if (usage.used() >= 0) {
      meters.put(USED, usage.used());
    }
  }

  // One call for all CTs: a hand-over of threads for each would cost more than the samples.
  private static <S> void quietly(
      Offer<S> offer, Collection<Sample> samples, BiConsumer<S, Sample> body) {
    try {
      offer.boundedEach(samples, s -> s.live().id(), body);
    } catch (ContainerException e) {
      LOG.debug("{} is left out of the samples: {}", offer, e.getMessage());
    }
  }

  @Override
  public void close() {
    changes.close();
    closed.countDown();
    thread.interrupt();
  }
}
