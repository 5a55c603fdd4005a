package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.Scope;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.core.admission.Assessment;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.catalog.Owned;
import io.cooperage.core.catalog.Proposal;
import io.cooperage.core.catalog.SettingsMerge;
import io.cooperage.core.lifecycle.step.ChangePlan;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change that was asked for, read and checked; nothing has happened yet.
 *
 * @param now whether the running CT is changed
 */
record ChangeDraft(
    LiveContainer live,
    CatalogView view,
    Proposal proposal,
    Assessment assessment,
    SetOptions options,
    boolean now) {

  /**
   * Reads and checks a change.
   *
   * @throws ContainerException BAD_VALUE, BAD_OPTION or NO_CONTROLLER with every problem at once;
   *     BUSY, BROKEN_CONTAINER, CHANGED, NOT_RUNNING
   */
  static ChangeDraft of(
      EngineParts parts,
      LiveContainer live,
      List<SampleFiles.Line> sample,
      List<RawSetting> settings,
      SetOptions options) {
    requireUsable(parts, live, options);
    CatalogView view = parts.catalog().view(live.record().kinds());
    Map<String, List<String>> base =
        options.scope() == Scope.RUNNING
            ? live.runtime().map(RuntimeRecord::applied).orElseThrow()
            : live.record().parameters();
    SettingsMerge merge = new SettingsMerge(view, parts.catalog()::wasKnown, base);
    if (options.scope() == Scope.BOTH && live.state() == ContainerState.RUNNING) {
      live.runtime().map(RuntimeRecord::applied).ifPresent(merge::inForce);
    }
    sample.forEach(line -> merge.add(line.setting(), line.place()));
    merge.add(settings);
    sample.forEach(line -> forbid(merge, view, line.setting(), options.scope()));
    settings.forEach(setting -> forbid(merge, view, setting, options.scope()));
    Assessment assessment =
        parts.admission().assess(live.id(), live.record().kinds(), merge.texts(), merge.unread());
    assessment.problems().forEach(merge::problem);
    boolean now = live.state() == ContainerState.RUNNING && options.scope() != Scope.SAVED;
    return new ChangeDraft(live, view, merge.proposal(), assessment, options, now);
  }

  private static void requireUsable(EngineParts parts, LiveContainer live, SetOptions options) {
    parts
        .jobs()
        .holder(live.id().toString())
        .ifPresent(
            job -> {
              throw new ContainerException(ErrorCode.BUSY, "job " + job + " runs on CT " + live);
            });
    if (live.record().volume().isEmpty() || live.state() == ContainerState.BROKEN) {
      throw new ContainerException(
          ErrorCode.BROKEN_CONTAINER, "CT " + live + " is not complete: " + live.detail());
    }
    long revision = live.record().revision();
    if (options.ifRevision().isPresent() && options.ifRevision().getAsLong() != revision) {
      throw new ContainerException(
          ErrorCode.CHANGED,
          "CT " + live + " has revision " + revision + " now",
          "Look at it again and repeat the change.");
    }
    if (options.scope() == Scope.RUNNING && live.state() != ContainerState.RUNNING) {
      throw new ContainerException(ErrorCode.NOT_RUNNING, "CT " + live + " does not run");
    }
  }

  private static void forbid(
      SettingsMerge merge, CatalogView view, RawSetting setting, Scope scope) {
    view.find(setting.name())
        .map(Owned::parameter)
        .flatMap(p -> forbidden(p, setting, scope))
        .ifPresent(merge::problem);
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

  /** Whether a parameter changes on the running CT at once. */
  boolean atOnce(String name) {
    return now && view.find(name).filter(o -> o.parameter().applies() == Applies.RESTART).isEmpty();
  }

  /** What shall happen, for the journal. */
  ChangePlan plan() {
    boolean save = options.scope() != Scope.RUNNING;
    return new ChangePlan(
        proposal.changed(),
        save ? proposal.after() : live.record().parameters(),
        applied(),
        was(),
        save,
        now,
        live.record().revision(),
        options.scope() == Scope.SAVED ? ChangePlan.ANY_RUN : ChangePlan.run(live));
  }

  private Map<String, List<String>> was() {
    Map<String, List<String>> was =
        new LinkedHashMap<>(live.runtime().map(RuntimeRecord::applied).orElse(Map.of()));
    was.keySet().retainAll(proposal.changed());
    return was;
  }

  /** The texts that the running CT shall have. */
  Map<String, List<String>> applied() {
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
    return applied;
  }
}
