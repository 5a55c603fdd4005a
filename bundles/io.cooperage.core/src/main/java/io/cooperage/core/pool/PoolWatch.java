package io.cooperage.core.pool;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.event.Events;
import io.cooperage.core.node.FullPool;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.storage.PoolRoom;
import io.cooperage.spi.storage.StorageProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how much the pools can take. Below a pool's reserve the CTs that write to it stand still,
 * before the pool is full and they would see I/O errors; with twice the reserve they go on. Safe
 * for any thread.
 */
public final class PoolWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PoolWatch.class);

  /** More bytes in a second than CTs write to the page cache; it decides when to look again. */
  private static final long FASTEST = 4L << 30;

  private static final Duration SOONEST = Duration.ofMillis(10);
  private static final Duration WHILE_SOME_RUN = Duration.ofMillis(25);
  private static final Duration WHILE_FULL = Duration.ofMillis(200);
  private static final Duration WHILE_NEW = Duration.ofMillis(200);
  private static final int MIB = 20;

  private final Leases leases;
  private final Roster roster;
  private final Events events;
  private final FullPool policy;
  private final Standstill standstill;
  private final Unwritten unwritten;
  private final LongSupplier unwrittenOfHost;
  private final Runnable whenRoom;
  private final Map<String, PoolRoom> full = new ConcurrentHashMap<>();
  private final Map<ContainerId, Long> taken = new HashMap<>();

  /**
   * Prepares.
   *
   * @param whenRoom called after a pool has room again
   */
  public PoolWatch(
      Leases leases,
      Roster roster,
      Events events,
      FullPool policy,
      Path runFolder,
      Runnable whenRoom) {
    this(leases, roster, events, policy, runFolder, whenRoom, new Unwritten(leases)::ofHost);
  }

  PoolWatch(
      Leases leases,
      Roster roster,
      Events events,
      FullPool policy,
      Path runFolder,
      Runnable whenRoom,
      LongSupplier unwrittenOfHost) {
    this.leases = leases;
    this.roster = roster;
    this.events = events;
    this.policy = policy;
    this.standstill = new Standstill(leases, runFolder);
    this.unwritten = new Unwritten(leases);
    this.unwrittenOfHost = unwrittenOfHost;
    this.whenRoom = whenRoom;
  }

  /**
   * Refuses what would write to a full pool.
   *
   * @param kind of storage
   * @param what for the message, as "start CT 101"
   * @throws ContainerException NO_SPACE
   */
  public void requireRoom(String kind, String what) {
    PoolRoom room = full.get(kind);
    if (room != null && policy.answer() == FullPool.Answer.PAUSE) {
      throw new ContainerException(
          ErrorCode.NO_SPACE, "cannot " + what + ": " + shortage(room), room.remedy());
    }
  }

  /** The pool of that kind of storage that has no room now; empty if it has. */
  public Optional<String> full(String kind) {
    return policy.answer() == FullPool.Answer.PAUSE
        ? Optional.ofNullable(full.get(kind)).map(PoolRoom::pool)
        : Optional.empty();
  }

  /**
   * Looks once, at all pools. Until every CT is known nothing is done.
   *
   * @return when to look again
   */
  public synchronized Duration look(boolean known) {
    if (!known) {
      return shorter(WHILE_NEW, policy.period());
    }
    takeUp();
    Duration next = policy.period();
    for (Offer<StorageProvider> storage : leases.offers(Family.STORAGE)) {
      boolean best =
          leases.find(Family.STORAGE, storage.kind()).filter(storage::equals).isPresent();
      if (best) {
        next = shorter(next, look(storage));
      }
    }
    return next;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  // What a daemon before this one paused, and what is not there or ends by now.
  private void takeUp() {
    for (ContainerId id : standstill.marked()) {
      try {
        takeUp(id, roster.find(id));
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("The mark of CT {} cannot be taken up", id, e);
      }
    }
  }

  private void takeUp(ContainerId id, Optional<LiveContainer> found) {
    if (found.isEmpty() || found.get().runtime().isEmpty()) {
      found.ifPresent(LiveContainer::resume);
      standstill.forget(id);
    } else if (found.get().state() == ContainerState.STOPPING) {
      resume(found.get());
    } else if (found.get().state() == ContainerState.RUNNING && found.get().paused().isEmpty()) {
      found.get().pause("its storage pool had no room");
    }
  }

  private Duration look(Offer<StorageProvider> storage) {
    try {
      Optional<PoolRoom> room = storage.bounded(StorageProvider::room);
      return room.map(r -> look(storage, r)).orElse(policy.period());
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("{} does not tell its room", storage, e);
      return policy.period();
    }
  }

  private Duration look(Offer<StorageProvider> storage, PoolRoom room) {
    List<LiveContainer> all = users(storage.kind());
    long left = left(room, all);
    if (left <= 0) {
      fill(storage, room, all);
    } else if (left >= room.reserve() || policy.answer() == FullPool.Answer.REPORT) {
      relieve(storage.kind(), room, all);
    } else if (all.stream().anyMatch(c -> c.paused().isPresent())) {
      full.put(storage.kind(), room);
    }
    return shorter(next(left, all), policy.period());
  }

  private Duration next(long left, List<LiveContainer> all) {
    if (policy.answer() == FullPool.Answer.REPORT) {
      return policy.period();
    }
    if (left <= 0) {
      return all.stream().allMatch(c -> c.paused().isPresent()) ? WHILE_FULL : WHILE_SOME_RUN;
    }
    Duration inTime = Duration.ofMillis(left * 1000 / FASTEST);
    return inTime.compareTo(SOONEST) < 0 ? SOONEST : inTime;
  }

  private List<LiveContainer> users(String kind) {
    return roster.all().stream()
        .filter(c -> c.state() == ContainerState.RUNNING)
        .filter(c -> c.kind(Family.STORAGE.name()).equals(kind))
        .toList();
  }

  // The sum over all CTs costs more than the bound, which mostly suffices.
  private long left(PoolRoom room, List<LiveContainer> all) {
    long spare = room.free() - room.reserve();
    long bound = spare <= 0 ? 0 : unwrittenOfHost.getAsLong();
    if (spare - bound >= room.reserve()) {
      return spare - bound;
    }
    return spare - Math.min(bound, all.stream().mapToLong(c -> unwritten.of(c.id())).sum());
  }

  private void fill(Offer<StorageProvider> storage, PoolRoom room, List<LiveContainer> all) {
    if (full.put(storage.kind(), room) == null) {
      LOG.warn("{}; {}", shortage(room), room.remedy());
      events.publish("pool.full", room.pool(), shortage(room) + "; " + room.remedy(), facts(room));
    }
    if (policy.answer() == FullPool.Answer.REPORT) {
      return;
    }
    for (LiveContainer live : all) {
      try {
        if (live.paused().isPresent()) {
          standstill.settle(live.id());
        } else if (writes(storage, live)) {
          pause(live, room);
        }
      } catch (RuntimeException | LinkageError e) {
        // The others write on.
        LOG.warn("CT {} cannot be paused", live, e);
      }
    }
  }

  private boolean writes(Offer<StorageProvider> storage, LiveContainer live) {
    if (unwritten.of(live.id()) > 0) {
      return true;
    }
    long now =
        live.record()
            .volume()
            .map(volume -> storage.bounded(live.id(), s -> s.taken(volume)))
            .orElse(0L);
    Long before = taken.put(live.id(), now);
    return before != null && now > before;
  }

  private void pause(LiveContainer live, PoolRoom room) {
    standstill.begin(live.id());
    live.pause(shortage(room));
    String text = "CT " + live + " is paused: " + shortage(room) + "; " + room.remedy();
    LOG.warn("{}", text);
    events.publish("container.paused", live.id().toString(), text, facts(room));
  }

  private void relieve(String kind, PoolRoom room, List<LiveContainer> all) {
    if (full.remove(kind) != null) {
      String text =
          "the pool " + room.pool() + " has room again: " + (room.free() >> MIB) + " MiB free";
      LOG.info("{}", text);
      events.publish("pool.room", room.pool(), text, facts(room));
      taken.clear();
      whenRoom.run();
    }
    for (LiveContainer live : all) {
      if (live.paused().isPresent() && resume(live)) {
        String text = "CT " + live + " goes on: " + (room.free() >> MIB) + " MiB are free";
        LOG.info("{}", text);
        events.publish("container.resumed", live.id().toString(), text, facts(room));
      }
    }
  }

  private boolean resume(LiveContainer live) {
    try {
      standstill.end(live.id());
      live.resume();
      return true;
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("CT {} cannot go on yet", live, e);
      return false;
    }
  }

  private static String shortage(PoolRoom room) {
    return room.scarce()
        + " has "
        + (room.free() >> MIB)
        + " MiB free less what is still in memory, and "
        + (room.reserve() >> MIB)
        + " MiB shall stay so";
  }

  private static Map<String, String> facts(PoolRoom room) {
    return Map.of(
        "pool", room.pool(),
        "free", Long.toString(room.free()),
        "reserve", Long.toString(room.reserve()),
        "scarce", room.scarce(),
        "remedy", room.remedy());
  }
}
