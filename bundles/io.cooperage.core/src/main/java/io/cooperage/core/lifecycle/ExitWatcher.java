package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.spi.isolation.IsolationProvider;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of inits that end, and looks for those that ended while nobody listened. */
final class ExitWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitWatcher.class);
  private static final ExitReport UNSEEN = new ExitReport(ExitReport.Cause.UNKNOWN, -1);

  private final EngineParts parts;
  private final PowerJobs power;
  private final Map<Offer<IsolationProvider>, Watch> watches = new ConcurrentHashMap<>();
  private Leases.Subscription changes = () -> {};

  ExitWatcher(EngineParts parts, PowerJobs power) {
    this.parts = parts;
    this.power = power;
  }

  void open() {
    changes =
        parts
            .leases()
            .onChange(
                f -> {
                  if (f.equals(Family.ISOLATION)) {
                    listen();
                  }
                });
    listen();
  }

  private synchronized void listen() {
    List<Offer<IsolationProvider>> there = parts.leases().offers(Family.ISOLATION);
    List.copyOf(watches.keySet()).stream().filter(o -> !there.contains(o)).forEach(this::end);
    for (Offer<IsolationProvider> offer : there) {
      if (!watches.containsKey(offer)) {
        begin(offer);
      }
    }
  }

  private void begin(Offer<IsolationProvider> offer) {
    try {
      watches.put(offer, offer.bounded(i -> i.listen(this::exited)));
    } catch (ContainerException e) {
      LOG.warn("{} cannot be listened to: {}", offer, e.getMessage());
      return;
    }
    parts.roster().all().stream()
        .filter(c -> c.kind(Family.ISOLATION.name()).equals(offer.kind()))
        .forEach(c -> parts.jobs().quietly(c.id().toString(), () -> settle(c)));
  }

  private void end(Offer<IsolationProvider> offer) {
    Watch watch = watches.remove(offer);
    try {
      if (watch != null) {
        watch.close();
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A watch of {} does not close", offer, e);
    }
  }

  private void exited(ContainerId id, ExitReport report) {
    parts
        .roster()
        .find(id)
        .ifPresent(
            live -> {
              live.exit().complete(report);
              parts.jobs().quietly(id.toString(), () -> settle(live));
            });
  }

  /** Follows up the end of a CT that was not stopped by us; called when no job holds it. */
  void settle(LiveContainer live) {
    if (live.state() != ContainerState.RUNNING || live.runtime().isEmpty()) {
      return;
    }
    Optional<ExitReport> report = report(live.runtime().map(RuntimeRecord::sandbox).get());
    report.ifPresent(
        r -> {
          live.exit().complete(r);
          power.ended(live, r);
        });
  }

  private Optional<ExitReport> report(Sandbox sandbox) {
    return parts
        .leases()
        .call(
            Family.ISOLATION,
            sandbox.kind(),
            i ->
                i.alive(sandbox)
                    ? Optional.<ExitReport>empty()
                    : Optional.of(i.exit(sandbox).orElse(UNSEEN)));
  }

  @Override
  public void close() {
    changes.close();
    List.copyOf(watches.keySet()).forEach(this::end);
  }
}
