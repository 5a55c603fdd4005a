package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.container.Usage;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.store.BrokenRecord;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Values of CTs for the fronts, from memory alone. */
final class Snapshots {
  private final Jobs jobs;
  private final Clock clock;
  private final AtomicReference<Instant> lastAsked = new AtomicReference<>(Instant.EPOCH);

  Snapshots(Jobs jobs, Clock clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  /** When somebody last looked at a CT. */
  Instant lastAsked() {
    return lastAsked.get();
  }

  Container of(LiveContainer live) {
    Instant now = clock.instant();
    lastAsked.set(now);
    ContainerRecord r = live.record();
    Optional<RuntimeRecord> runtime = live.runtime();
    ContainerState state = live.state();
    Optional<String> paused = live.paused().filter(why -> state == ContainerState.RUNNING);
    return new Container(
        r.id(),
        r.ctid(),
        r.name(),
        paused.isPresent() ? ContainerState.PAUSED : state,
        paused.orElseGet(live::detail),
        r.template(),
        live.hostname(),
        live.addresses(),
        r.parameters(),
        r.labels(),
        r.description(),
        r.kinds(),
        jobs.holder(r.id().toString()),
        r.createdAt(),
        runtime.map(RuntimeRecord::startedAt),
        runtime.map(x -> x.sandbox().init().pid()).orElse(0),
        r.revision(),
        live.usage(now));
  }

  // The number of a CT is in the record that cannot be read; the highest ones stand in for it.
  Container of(BrokenRecord broken, int position) {
    return new Container(
        broken.id(),
        new Ctid(Ctid.HIGHEST - position),
        Optional.empty(),
        ContainerState.BROKEN,
        broken.reason(),
        "",
        "",
        List.of(),
        Map.of(),
        Map.of(),
        "",
        Map.of(),
        Optional.empty(),
        Instant.EPOCH,
        Optional.empty(),
        0,
        0,
        Usage.none());
  }
}
