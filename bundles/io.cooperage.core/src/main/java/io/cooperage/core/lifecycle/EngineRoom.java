package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.core.admission.Admission;
import io.cooperage.core.catalog.Catalog;
import io.cooperage.core.event.EventGate;
import io.cooperage.core.event.Events;
import io.cooperage.core.event.GateFlush;
import io.cooperage.core.guest.GuestConfigurator;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.node.DriftPolicy;
import io.cooperage.core.node.NodeContainers;
import io.cooperage.core.node.NodeDefaults;
import io.cooperage.core.pool.PoolPatrol;
import io.cooperage.core.pool.PoolWatch;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.RecordKeeper;
import io.cooperage.core.roster.Roster;
import io.cooperage.core.template.TemplateRecipes;
import io.cooperage.core.template.Templates;
import io.cooperage.core.usage.Sampler;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What drives the engine: arrivals of services, ends of CTs, the daemon's start and end. */
@Component(
    service = {EngineRoom.class, NodeContainers.class},
    immediate = true)
public final class EngineRoom implements NodeContainers {
  private static final Logger LOG = LoggerFactory.getLogger(EngineRoom.class);
  private static final int END_SECONDS = 5;
  private static final Duration FLUSH_PERIOD = Duration.ofSeconds(1);

  private final EngineParts parts;
  private final Lifecycle lifecycle;
  private final SnapshotCare snapshotCare;
  private final AbandonedCare abandonedCare;
  private final ExitWatcher exits;
  private final Adoption adoption;
  private final Autostart autostart;
  private final Sampler sampler;
  private final DriftPatrol drift;
  private final PoolWatch pools;
  private final PoolPatrol poolPatrol;
  private final GateFlush flush;
  private final ExecutorService background;
  private final List<Leases.Subscription> changes = new ArrayList<>();
  private boolean chosen;

  /** Called by the framework. */
  @Activate
  public EngineRoom(
      @Reference Leases leases,
      @Reference Catalog catalog,
      @Reference Roster roster,
      @Reference Events events,
      @Reference Jobs jobs,
      @Reference Templates templates,
      @Reference TemplateRecipes templateRecipes,
      @Reference Admission admission,
      @Reference NodeDefaults node) {
    this(
        new EngineParts(
            leases,
            catalog,
            roster,
            new RecordKeeper(leases, roster),
            events,
            jobs,
            templates,
            admission,
            node,
            new GuestConfigurator(),
            Clock.systemUTC()),
        templateRecipes);
  }

  EngineRoom(EngineParts parts, TemplateRecipes templateRecipes) {
    this.parts = parts;
    EventGate gate = new EventGate(parts.events(), parts.clock());
    pools =
        new PoolWatch(
            parts.leases(),
            parts.roster(),
            parts.events(),
            parts.node().fullPool(),
            parts.node().runFolder(),
            this::roomAgain);
    lifecycle = new Lifecycle(parts, gate, pools);
    snapshotCare = new SnapshotCare(parts);
    abandonedCare = new AbandonedCare(lifecycle.shelf(), parts.clock());
    exits = new ExitWatcher(parts, lifecycle.power());
    adoption =
        new Adoption(
            parts,
            lifecycle.recipes(),
            action -> lifecycle.byAction(action).or(() -> templateRecipes.recipe(action)),
            lifecycle.crew(),
            lifecycle.plug(),
            exits);
    autostart = new Autostart(parts, lifecycle.power(), pools);
    poolPatrol = new PoolPatrol(parts.leases(), pools, adoption::loaded);
    sampler =
        new Sampler(
            parts.leases(),
            parts.roster(),
            lifecycle.readings()::sampled,
            lifecycle.snapshots()::lastAsked,
            parts.clock(),
            new Sampler.Periods(parts.node().samplePeriod(), parts.node().idleSamplePeriod()));
    DriftPolicy policy = parts.node().drift();
    drift = new DriftPatrol(parts.roster(), parts.jobs(), lifecycle.driftCheck(policy), policy);
    background = Executors.newSingleThreadExecutor(EngineRoom::thread);
    exits.open();
    abandonedCare.open();
    changes.add(parts.leases().onChange(this::changed));
    changes.add(parts.catalog().onChange(this::reconcile));
    background.execute(this::advance);
    sampler.open();
    drift.open();
    poolPatrol.open();
    flush = new GateFlush(gate, FLUSH_PERIOD);
    flush.open();
  }

  private static Thread thread(Runnable body) {
    Thread thread = new Thread(body, "cooperage-adoption");
    thread.setDaemon(true);
    return thread;
  }

  private void changed(Family<?> family) {
    if (family.equals(Family.NETWORK)) {
      parts.roster().all().forEach(lifecycle.plug()::refreshAddresses);
    }
    if (family.equals(Family.BACKUP_TARGET)) {
      abandonedCare.lookAgain();
    }
    background.execute(this::advance);
  }

  private void roomAgain() {
    background.execute(this::advance);
  }

  private void reconcile() {
    for (LiveContainer live : parts.roster().all()) {
      if (live.state() == ContainerState.RUNNING) {
        parts.jobs().quietly(live.id().toString(), () -> lifecycle.crew().reconcile(live));
      }
    }
    background.execute(this::advance);
  }

  // Adoption goes through the CTs' queues, so autostart follows when these were worked off.
  private void advance() {
    adoption.advance(() -> background.execute(this::advance));
    if (adoption.loaded()) {
      snapshotCare.advance();
    }
    if (!adoption.done()) {
      return;
    }
    if (!chosen) {
      chosen = true;
      autostart.choose(() -> background.execute(this::advance));
    }
    // Whether there is room for them must be known.
    pools.look(true);
    autostart.advance();
  }

  /** Called by the framework. */
  @Deactivate
  public void close() {
    changes.forEach(Leases.Subscription::close);
    abandonedCare.close();
    endBackground();
    sampler.close();
    drift.close();
    poolPatrol.close();
    flush.close();
    exits.close();
    parts.roster().all().forEach(lifecycle.crew()::closeWatches);
  }

  // Nothing of this engine may act once the next one is there.
  private void endBackground() {
    background.shutdownNow();
    try {
      if (!background.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Adoption still works after {} s", END_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<String> waitingFor() {
    List<String> lines = new ArrayList<>(adoption.waitingFor());
    lines.addAll(autostart.waitingFor());
    return lines;
  }

  @Override
  public List<Job<?>> stopAll() {
    autostart.forget();
    List<Job<?>> ends = new ArrayList<>();
    for (LiveContainer live : parts.roster().all()) {
      switch (live.state()) {
        case RUNNING, STARTING, STOPPING -> ends.add(lifecycle.power().stopForNow(live));
        case MOUNTED -> ends.add(lifecycle.repair().unmount(live));
        default -> {}
      }
    }
    ends.addAll(lifecycle.snapshotJobs().unmountAll());
    return ends;
  }

  PoolWatch pools() {
    return pools;
  }

  EngineParts parts() {
    return parts;
  }

  /**
   * The CT of that name.
   *
   * @throws ContainerException NO_SUCH_CONTAINER; WAITING while the node starts
   */
  LiveContainer need(ContainerRef ref) {
    requireLoaded();
    return parts.roster().need(ref);
  }

  /**
   * Refuses until every CT is known.
   *
   * @throws ContainerException WAITING while the node starts
   */
  void requireLoaded() {
    if (!adoption.loaded()) {
      throw new ContainerException(
          ErrorCode.WAITING,
          "the node is starting: " + String.join("; ", adoption.waitingFor()),
          "Wait a moment; 'ct node info' shows what it waits for.");
    }
  }

  /** What can be done to CTs. */
  Lifecycle lifecycle() {
    return lifecycle;
  }

  Adoption adoption() {
    return adoption;
  }
}
