package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.PoolTenants;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.spi.store.JournalRecord;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this node knows of the CTs whose disks a kind of storage keeps. */
final class KnownTenants implements PoolTenants {
  private static final long PATIENCE_SECONDS = 10;

  private final EngineParts parts;
  private final String kind;

  KnownTenants(EngineParts parts, String kind) {
    this.parts = parts;
    this.kind = kind;
  }

  @Override
  public Set<ContainerId> containers() {
    return parts.roster().all().stream()
        .filter(live -> live.record().volume().filter(v -> v.kind().equals(kind)).isPresent())
        .map(LiveContainer::id)
        .collect(Collectors.toSet());
  }

  @Override
  public Standing standing(ContainerId container) {
    Optional<LiveContainer> live = parts.roster().find(container);
    if (live.isPresent()) {
      return standing(live.get());
    }
    if (parts.roster().broken().stream().anyMatch(b -> b.id().equals(container))) {
      return Standing.BROKEN;
    }
    // What a job makes is journaled before, in whatever value.
    boolean made = held(container) || store().anyMatch(j -> names(j, container.toString()));
    // It may have come to be one meanwhile.
    return made || parts.roster().find(container).isPresent() ? Standing.HELD : Standing.UNKNOWN;
  }

  private Standing standing(LiveContainer live) {
    if (held(live.id()) || live.record().volume().isEmpty()) {
      return Standing.HELD;
    }
    return switch (live.state()) {
      case STOPPED -> Standing.IDLE;
      case BROKEN -> Standing.BROKEN;
      default -> Standing.RUNNING;
    };
  }

  private boolean held(ContainerId container) {
    return parts.jobs().holder(container.toString()).isPresent();
  }

  private Stream<JournalRecord> store() {
    return parts.leases().call(Family.STORE, "", ContainerStore::journals).stream();
  }

  private static boolean names(JournalRecord journal, String id) {
    return journal.target().equals(id)
        || journal.values().values().stream().anyMatch(value -> value.contains(id));
  }

  @Override
  public boolean needsTemplate(String digest) {
    return !parts.roster().broken().isEmpty()
        || parts.roster().all().stream()
            .anyMatch(live -> live.record().templateDigest().equals(digest))
        || store().anyMatch(j -> names(j, digest));
  }

  @Override
  public Set<String> recordNames() {
    return parts.leases().call(Family.STORE, "", ContainerStore::names);
  }

  // Quiet work waits in the CT's queue, and is called off if that takes long.
  @Override
  public boolean undisturbed(ContainerId container, Runnable work) {
    QuietWork quiet = new QuietWork(() -> standing(container) == Standing.IDLE, work);
    if (held(container)) {
      return false;
    }
    parts.jobs().quietly(container.toString(), quiet);
    return quiet.await();
  }

  /** Work that is done unless it was called off before it began. */
  private static final class QuietWork implements Runnable {
    private enum State {
      WAITING,
      BEGUN,
      DONE,
      OFF
    }

    private final BooleanSupplier may;
    private final Runnable work;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    QuietWork(BooleanSupplier may, Runnable work) {
      this.may = may;
      this.work = work;
    }

    @Override
    public void run() {
      if (!state.compareAndSet(State.WAITING, State.BEGUN)) {
        return;
      }
      try {
        if (may.getAsBoolean()) {
          work.run();
          state.set(State.DONE);
        }
      } catch (RuntimeException e) {
        failure.set(e);
      } finally {
        ended.countDown();
      }
    }

    boolean await() {
      try {
        if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)
            && state.compareAndSet(State.WAITING, State.OFF)) {
          return false;
        }
        ended.await();
      } catch (InterruptedException e) {
        state.compareAndSet(State.WAITING, State.OFF);
        Thread.currentThread().interrupt();
        return false;
      }
      if (failure.get() != null) {
        throw failure.get();
      }
      return state.get() == State.DONE;
    }
  }
}
