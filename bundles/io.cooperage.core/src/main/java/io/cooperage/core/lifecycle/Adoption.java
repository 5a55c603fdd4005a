package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.lifecycle.step.ControllerCrew;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.NetworkPlug;
import io.cooperage.core.lifecycle.step.Recipes;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.template.TemplateRecipes;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.spi.store.JournalRecord;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what an earlier daemon left: records, interrupted jobs, running CTs. It goes as far as
 * the services that are there allow and goes on when more arrive. Single-threaded but for {@link
 * #waitingFor}.
 */
final class Adoption {
  private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);
  private static final String PENDING = "is adopted as soon as its providers are there";

  private final EngineParts parts;
  private final Recipes recipes;
  private final TemplateRecipes moreRecipes;
  private final ControllerCrew crew;
  private final NetworkPlug plug;
  private final ExitWatcher exits;
  private final Set<LiveContainer> pending = ConcurrentHashMap.newKeySet();
  private volatile boolean loaded;
  private volatile boolean collected;

  Adoption(
      EngineParts parts,
      Recipes recipes,
      TemplateRecipes moreRecipes,
      ControllerCrew crew,
      NetworkPlug plug,
      ExitWatcher exits) {
    this.parts = parts;
    this.recipes = recipes;
    this.moreRecipes = moreRecipes;
    this.crew = crew;
    this.plug = plug;
    this.exits = exits;
  }

  boolean loaded() {
    return loaded;
  }

  /** Whether every CT has been looked at. */
  boolean done() {
    return collected;
  }

  /** Goes as far as it can; CTs are adopted in the background, then the action is called. */
  void advance(Runnable whenFurther) {
    if (!loaded && parts.leases().find(Family.STORE, "").isPresent()) {
      load();
    }
    if (!loaded || parts.leases().find(Family.CGROUP, "").isEmpty()) {
      return;
    }
    for (LiveContainer live : List.copyOf(pending)) {
      String kind = live.kind(Family.ISOLATION.name());
      if (parts.leases().find(Family.ISOLATION, kind).isPresent()) {
        parts.jobs().quietly(live.id().toString(), () -> adopt(live, whenFurther));
      }
    }
    if (pending.isEmpty() && !collected) {
      collectLeftovers();
      collected = true;
    }
  }

  private void load() {
    ContainerStoreContent content =
        parts.leases().call(Family.STORE, "", ContainerStoreContent::read);
    parts.roster().broken(content.broken());
    content.broken().forEach(b -> LOG.error("CT {} is broken: {}", b.id(), b.reason()));
    for (ContainerRecord record : content.records()) {
      addToRoster(record, Optional.ofNullable(content.runtimes().get(record.id())));
    }
    Set<String> journaled = new HashSet<>();
    content.journals().forEach(j -> journaled.add(j.target()));
    content.journals().forEach(this::recover);
    parts.roster().all().stream()
        .filter(c -> c.record().volume().isEmpty() && !journaled.contains(c.id().toString()))
        .forEach(this::undoCreation);
    loaded = true;
    LOG.info(
        "{} CTs, {} of them run, {} interrupted jobs",
        content.records().size(),
        content.runtimes().size(),
        content.journals().size());
  }

  /** All that a store holds. */
  private record ContainerStoreContent(
      List<ContainerRecord> records,
      List<io.cooperage.spi.store.BrokenRecord> broken,
      Map<ContainerId, RuntimeRecord> runtimes,
      List<JournalRecord> journals) {
    static ContainerStoreContent read(ContainerStore store) {
      List<ContainerRecord> records = store.containers();
      Map<ContainerId, RuntimeRecord> runtimes = new HashMap<>();
      records.forEach(r -> store.runtime(r.id()).ifPresent(x -> runtimes.put(r.id(), x)));
      return new ContainerStoreContent(records, store.broken(), runtimes, store.journals());
    }
  }

  private void addToRoster(ContainerRecord record, Optional<RuntimeRecord> runtime) {
    try {
      LiveContainer live = parts.roster().add(record);
      live.runtime(runtime);
      plug.refreshAddresses(live);
      if (runtime.isPresent()) {
        live.state(ContainerState.STARTING, PENDING);
        pending.add(live);
      } else {
        recipes
            .mounted(record.id())
            .ifPresent(m -> live.state(ContainerState.MOUNTED, "at " + m.folder()));
      }
    } catch (ContainerException e) {
      LOG.error("CT {} is left out: {}", record.id(), e.getMessage());
    }
  }

  private void recover(JournalRecord journal) {
    Optional<Recipe> recipe =
        recipes.byAction(journal.action()).or(() -> moreRecipes.recipe(journal.action()));
    if (recipe.isEmpty()) {
      LOG.error("Job {} cannot be taken up: nobody knows '{}'", journal.job(), journal.action());
      return;
    }
    LOG.info("Taking up job {} ({} of {})", journal.job(), journal.action(), journal.target());
    parts
        .events()
        .publish(
            "job.recovered",
            journal.target(),
            "job " + journal.job() + " (" + journal.action() + ") was interrupted and is taken up");
    parts.jobs().recover(journal, recipe.get());
  }

  // A record without a disk and without a journal was in the making when the power went.
  private void undoCreation(LiveContainer live) {
    Recipe create = recipes.create();
    List<String> steps = create.steps().stream().map(s -> s.name()).toList();
    parts
        .jobs()
        .recover(
            new JournalRecord(
                "undo-" + live.record().ctid(),
                create.action(),
                live.id().toString(),
                false,
                true,
                parts.clock().instant(),
                Map.of(),
                steps),
            create);
  }

  private void adopt(LiveContainer live, Runnable whenFurther) {
    if (pending.contains(live)) {
      adopt(live);
      pending.remove(live);
      if (pending.isEmpty()) {
        whenFurther.run();
      }
    }
  }

  private void adopt(LiveContainer live) {
    if (live.runtime().isEmpty()) {
      if (live.state() == ContainerState.STARTING) {
        live.state(ContainerState.STOPPED);
      }
      return;
    }
    live.expectExit();
    live.state(ContainerState.RUNNING);
    exits.settle(live);
    if (!live.exit().isDone()) {
      crew.reconcile(live);
      tellProvider(live);
      parts.keeper().wantRunning(live, true);
      LOG.debug("CT {} is adopted", live);
    }
  }

  private void tellProvider(LiveContainer live) {
    Sandbox sandbox = live.runtime().map(RuntimeRecord::sandbox).orElseThrow();
    try {
      parts.leases().run(Family.ISOLATION, sandbox.kind(), i -> i.adopted(sandbox));
    } catch (ContainerException e) {
      LOG.warn("{} does not take CT {} up: {}", sandbox.kind(), live, e.getMessage());
    }
  }

  private void collectLeftovers() {
    Set<ContainerId> present =
        new HashSet<>(parts.leases().call(Family.CGROUP, "", c -> c.present()));
    parts.roster().broken().forEach(b -> present.remove(b.id()));
    for (ContainerId id : present) {
      parts.jobs().quietly(id.toString(), () -> collect(id));
    }
  }

  private void collect(ContainerId id) {
    boolean ours =
        parts.roster().find(id).map(LiveContainer::state).orElse(ContainerState.STOPPED)
            != ContainerState.STOPPED;
    if (ours) {
      return;
    }
    LOG.warn("Removing groups of {}, which does not run", id);
    parts.leases().run(Family.CGROUP, "", c -> c.killAll(id));
    parts.leases().run(Family.CGROUP, "", c -> c.remove(id));
  }

  /** What is still needed, one line each. */
  List<String> waitingFor() {
    List<String> lines = new ArrayList<>();
    if (!loaded) {
      lines.add("the node waits for its store");
    } else if (parts.leases().find(Family.CGROUP, "").isEmpty()) {
      lines.add("the node waits for cgroup");
    } else if (!collected && pending.isEmpty()) {
      lines.add("the node looks for leftovers of the last daemon");
    }
    for (LiveContainer live : pending) {
      lines.add(
          "CT "
              + live
              + " runs and waits for "
              + Family.ISOLATION.describe(live.kind(Family.ISOLATION.name())));
    }
    return lines;
  }
}
