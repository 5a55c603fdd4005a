package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Change;
import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.Scope;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.catalog.Owned;
import io.cooperage.core.catalog.Proposal;
import io.cooperage.core.catalog.SettingsMerge;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.lifecycle.step.ChangeNotes;
import io.cooperage.core.lifecycle.step.ChangePlan;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.Recipes;
import io.cooperage.core.lifecycle.step.Secrets;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes parameters: everything is checked first, then all of it happens or none. */
final class SetTransaction {
  // Longer than any provider takes; one that is away keeps the job, not its caller.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final EngineParts parts;
  private final Recipes recipes;
  private final Snapshots snapshots;
  private final EffectiveValues effective;

  SetTransaction(
      EngineParts parts, Recipes recipes, Snapshots snapshots, EffectiveValues effective) {
    this.parts = parts;
    this.recipes = recipes;
    this.snapshots = snapshots;
    this.effective = effective;
  }

  ChangeReport set(LiveContainer live, List<RawSetting> settings, SetOptions options) {
    requireUsable(live, options);
    ContainerRecord record = live.record();
    CatalogView view = parts.catalog().view(record.kinds());
    Proposal proposal = proposal(live, view, settings, options.scope());
    boolean running = live.state() == ContainerState.RUNNING;
    boolean now = running && options.scope() != Scope.SAVED;
    if (options.dryRun()) {
      parts.admission().tryAdmit(live.id(), record.kinds(), proposal.after());
      return report(live, view, proposal, List.of(), List.of(), "planned");
    }
    if (proposal.changed().isEmpty()) {
      return report(live, view, proposal, List.of(), List.of(), "");
    }
    ChangePlan plan = plan(live, view, proposal, options.scope(), now);
    List<String> notes = run(live, view, proposal, plan);
    List<Effective> inForce = now ? effective.readBack(live) : List.of();
    return report(live, view, proposal, notes, inForce, now ? "now" : "at the next start");
  }

  private void requireUsable(LiveContainer live, SetOptions options) {
    ContainerRecord record = live.record();
    parts
        .jobs()
        .holder(live.id().toString())
        .ifPresent(
            job -> {
              throw new ContainerException(ErrorCode.BUSY, "job " + job + " runs on CT " + live);
            });
    if (record.volume().isEmpty() || live.state() == ContainerState.BROKEN) {
      throw new ContainerException(
          ErrorCode.BROKEN_CONTAINER, "CT " + live + " is not complete: " + live.detail());
    }
    if (options.ifRevision().isPresent() && options.ifRevision().getAsLong() != record.revision()) {
      throw new ContainerException(
          ErrorCode.CHANGED,
          "CT " + live + " has revision " + record.revision() + " now",
          "Look at it again and repeat the change.");
    }
    if (options.scope() == Scope.RUNNING && live.state() != ContainerState.RUNNING) {
      throw new ContainerException(ErrorCode.NOT_RUNNING, "CT " + live + " does not run");
    }
  }

  private Proposal proposal(
      LiveContainer live, CatalogView view, List<RawSetting> settings, Scope scope) {
    Map<String, List<String>> base =
        scope == Scope.RUNNING
            ? live.runtime().map(RuntimeRecord::applied).orElseThrow()
            : live.record().parameters();
    SettingsMerge merge = new SettingsMerge(view, parts.catalog()::wasKnown, base).add(settings);
    for (RawSetting setting : settings) {
      view.find(setting.name())
          .map(Owned::parameter)
          .flatMap(p -> forbidden(p, setting, scope))
          .ifPresent(merge::problem);
    }
    return merge.proposal();
  }

  private static Optional<Problem> forbidden(Parameter<?> p, RawSetting setting, Scope scope) {
    String text = p.secret() ? "" : setting.text();
    if (p.applies() == Applies.CREATE) {
      return Optional.of(Problem.of(p.name(), text, "can be set at creation alone"));
    }
    if (p.applies() == Applies.RESTART && scope == Scope.RUNNING) {
      return Optional.of(
          new Problem(p.name(), text, "takes effect at the next start alone", "save it instead"));
    }
    return Optional.empty();
  }

  private static ChangePlan plan(
      LiveContainer live, CatalogView view, Proposal proposal, Scope scope, boolean now) {
    Map<String, List<String>> applied =
        new LinkedHashMap<>(live.runtime().map(RuntimeRecord::applied).orElse(Map.of()));
    for (String name : proposal.changed()) {
      if (view.find(name).filter(o -> o.parameter().applies() != Applies.LIVE).isEmpty()) {
        if (proposal.after().containsKey(name)) {
          applied.put(name, proposal.after().get(name));
        } else {
          applied.remove(name);
        }
      }
    }
    boolean save = scope != Scope.RUNNING;
    return new ChangePlan(
        proposal.changed(),
        save ? proposal.after() : live.record().parameters(),
        applied,
        save,
        now,
        live.record().revision());
  }

  private List<String> run(
      LiveContainer live, CatalogView view, Proposal proposal, ChangePlan plan) {
    parts.admission().admit(live.id(), live.record().kinds(), proposal.after());
    try {
      boolean disk =
          view.slice(Family.STORAGE, live.kind(Family.STORAGE.name()))
              .filter(s -> s.ownsAny(plan.changed()))
              .isPresent();
      Optional<Secrets> secrets = Passwords.of(proposal);
      return parts
          .jobs()
          .submit(
              JobRequest.of(
                      recipes.set(disk),
                      live.id().toString(),
                      plan.values(),
                      c -> c.held(ChangeNotes.class).map(ChangeNotes::lines))
                  .preparedBy(c -> secrets.ifPresent(s -> c.hold(Secrets.class, s))))
          .await(PATIENCE)
          .orElse(List.of());
    } finally {
      parts.admission().settle(live.id());
    }
  }

  private ChangeReport report(
      LiveContainer live,
      CatalogView view,
      Proposal proposal,
      List<String> notes,
      List<Effective> inForce,
      String when) {
    List<Change> changes = new ArrayList<>();
    Set<String> remarks = new LinkedHashSet<>(notes);
    for (String name : proposal.changed()) {
      boolean restart =
          view.find(name).filter(o -> o.parameter().applies() == Applies.RESTART).isPresent();
      boolean later = restart && when.equals("now");
      if (later) {
        remarks.add(name + " takes effect at the next start");
      }
      changes.add(
          new Change(
              name,
              proposal.before().getOrDefault(name, List.of()),
              proposal.after().getOrDefault(name, List.of()),
              later ? List.of() : EffectiveValues.lines(inForce, name),
              later ? "at the next start" : when));
    }
    return new ChangeReport(snapshots.of(live), changes, List.copyOf(remarks));
  }
}
