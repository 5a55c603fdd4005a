package io.cooperage.core.provider;

import io.cooperage.core.event.Events;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Leases whose services a test brings and takes as the framework would. */
public final class TestLeases implements AutoCloseable {
  private final AtomicLong ids = new AtomicLong();
  private final ServiceLeases leases;

  /** Patient enough for a loaded machine, impatient enough for a test. */
  public TestLeases(Events events) {
    this(events, Duration.ofSeconds(5), Duration.ofSeconds(5));
  }

  /** The limit is that of every kind of call. */
  public TestLeases(Events events, Duration grace, Duration limit) {
    leases = new ServiceLeases(events, new LeaseSettings(grace, limit, limit, limit, 3));
  }

  public Leases leases() {
    return leases;
  }

  public <S> void add(Family<S> family, S service) {
    add(family, service, 0);
  }

  public <S> void add(Family<S> family, S service, int ranking) {
    leases.add(family, service, ranking, ids.incrementAndGet());
  }

  public <S> void remove(Family<S> family, S service) {
    leases.remove(family, service);
  }

  @Override
  public void close() {
    leases.close();
  }
}
