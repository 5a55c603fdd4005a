package io.cooperage.core.usage;

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
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples every running CT once a period while somebody looks, else at a longer one. A disk, and a
 * CT of which no process has run, has its turn once in three of the longer ones. A source that
 * hangs is left out of the round.
 */
public final class Sampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final int MICROSECOND = 1000;
  private static final int PERIODS_OF_TURNS = 3;
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
  private final DiskTurns disks;
  private final RestingContainers rest;
  // The kind of the controller that told last whether CTs have run.
  private String teller = "";
  private Instant lastRound = Instant.EPOCH;

  /**
   * How often it looks.
   *
   * @param watched while somebody has asked lately
   * @param idle else
   */
  public record Periods(Duration watched, Duration idle) {}

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
    Duration turns = periods.idle().multipliedBy(PERIODS_OF_TURNS);
    this.disks = new DiskTurns(leases, turns);
    this.rest = new RestingContainers(turns);
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
    Instant now = clock.instant();
    controllers(running, samples, now);
    leases.offers(Family.NETWORK).forEach(o -> networks(o, samples));
    disks.round(running, now);
    for (Sample sample : samples) {
      disks.report(sample.live(), sample.meters());
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

  private void controllers(List<LiveContainer> running, List<Sample> samples, Instant now) {
    Map<LiveContainer, Long> activity = activity(samples);
    Map<LiveContainer, Map<Meter, Long>> resting = rest.among(running, activity, now);
    samples.forEach(s -> s.meters().putAll(resting.getOrDefault(s.live(), Map.of())));
    boolean whole = true;
    for (Offer<ResourceController> offer : leases.offers(Family.CONTROLLER)) {
      whole &=
          quietly(
              offer,
              samples,
              (c, sample) -> {
                if (!resting.containsKey(sample.live()) || !c.rests()) {
                  c.usage(sample.cell(), sample.sink());
                }
              });
    }
    for (Sample sample : samples) {
      Long ran = activity.get(sample.live());
      if (whole && ran != null && !resting.containsKey(sample.live())) {
        rest.read(sample.live(), ran, sample.meters(), now);
      }
    }
  }

  /** What grows whenever a CT runs, by the first controller that tells. */
  private Map<LiveContainer, Long> activity(List<Sample> samples) {
    List<Offer<ResourceController>> offers = leases.offers(Family.CONTROLLER);
    Stream<Offer<ResourceController>> asked =
        Stream.concat(
            offers.stream().filter(o -> o.kind().equals(teller)),
            offers.stream().filter(o -> !o.kind().equals(teller)));
    return asked
        .map(o -> activity(o, samples))
        .filter(m -> !m.isEmpty())
        .findFirst()
        .orElse(Map.of());
  }

  private Map<LiveContainer, Long> activity(Offer<ResourceController> offer, List<Sample> samples) {
    Map<LiveContainer, Long> found = new ConcurrentHashMap<>();
    quietly(
        offer, samples, (c, s) -> c.activity(s.cell()).ifPresent(ran -> found.put(s.live(), ran)));
    if (!found.isEmpty()) {
      teller = offer.kind();
    }
    // What comes late, after the call was given up, must not meet this round.
    return Map.copyOf(found);
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

  // One call for all CTs: a hand-over of threads for each would cost more than the samples. Answers
  // whether the service answered.
  private static <S> boolean quietly(
      Offer<S> offer, Collection<Sample> samples, BiConsumer<S, Sample> body) {
    try {
      offer.boundedEach(samples, s -> s.live().id(), body);
      return true;
    } catch (ContainerException e) {
      LOG.debug("{} is left out of the samples: {}", offer, e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    changes.close();
    closed.countDown();
    thread.interrupt();
  }
}
