package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Change;
import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.lifecycle.step.ChangeNotes;
import io.cooperage.core.lifecycle.step.ChangePlan;
import io.cooperage.core.lifecycle.step.ControllerReadings;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.Recipes;
import io.cooperage.core.lifecycle.step.Secrets;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Consequence;
import io.cooperage.spi.controller.Effective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes parameters: everything is checked first, then all of it happens or none. */
final class SetTransaction {
  private static final String NOW = "now";
  private static final String LATER = "at the next start";

  // A provider that takes longer, or is away, keeps the job and its claims, not its caller.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final EngineParts parts;
  private final Recipes recipes;
  private final Snapshots snapshots;
  private final EffectiveValues effective;
  private final ControllerReadings readings;
  private final SampleFiles samples;

  SetTransaction(
      EngineParts parts,
      Recipes recipes,
      Snapshots snapshots,
      EffectiveValues effective,
      ControllerReadings readings) {
    this.parts = parts;
    this.recipes = recipes;
    this.snapshots = snapshots;
    this.effective = effective;
    this.readings = readings;
    this.samples = new SampleFiles(parts.node().sampleFolder());
  }

  ChangeReport set(LiveContainer live, List<RawSetting> settings, SetOptions options) {
    ChangeDraft draft =
        ChangeDraft.of(parts, live, samples.read(options.sample()), settings, options);
    if (draft.proposal().changed().isEmpty()) {
      return report(draft, Set.of(), List.of());
    }
    Set<String> notes = new LinkedHashSet<>();
    List<Consequence> consequences = consequences(draft);
    consequences.forEach(c -> notes.add(note(c, options)));
    if (options.dryRun()) {
      parts.admission().tryHold(live.id(), live.record().kinds(), draft.assessment());
      return report(draft, notes, draft.now() ? effective.readBack(live) : List.of());
    }
    requireHarmless(consequences, options);
    notes.addAll(run(draft));
    return report(
        draft,
        notes,
        draft.now() ? effective.afterChange(live, draft.proposal().changed()) : List.of());
  }

  private List<Consequence> consequences(ChangeDraft draft) {
    return draft.now()
        ? readings.foresee(draft.live(), draft.proposal().changed(), draft.applied())
        : List.of();
  }

  private static String note(Consequence c, SetOptions options) {
    String need = c.fatal() && !options.force() ? " (needs --force)" : "";
    return c.parameter() + ": " + c.message() + need;
  }

  private static void requireHarmless(List<Consequence> consequences, SetOptions options) {
    List<Problem> fatal =
        consequences.stream()
            .filter(c -> c.fatal() && !options.force())
            .map(c -> new Problem(c.parameter(), "", c.message(), "--force does it all the same"))
            .toList();
    if (!fatal.isEmpty()) {
      throw ContainerException.badInput(ErrorCode.IN_USE, fatal);
    }
  }

  private List<String> run(ChangeDraft draft) {
    LiveContainer live = draft.live();
    return ClaimHold.submit(
            parts, live.id(), live.record().kinds(), draft.assessment(), request(draft))
        .await(PATIENCE)
        .orElse(List.of());
  }

  private JobRequest<List<String>> request(ChangeDraft draft) {
    LiveContainer live = draft.live();
    ChangePlan plan = draft.plan();
    boolean disk =
        draft
            .view()
            .slice(Family.STORAGE, live.kind(Family.STORAGE.name()))
            .filter(s -> s.ownsAny(plan.changed()))
            .isPresent();
    Optional<Secrets> secrets = Passwords.of(draft.proposal());
    return JobRequest.of(
            recipes.set(disk),
            live.id().toString(),
            plan.values(),
            c -> c.held(ChangeNotes.class).map(ChangeNotes::lines))
        .preparedBy(c -> secrets.ifPresent(s -> c.hold(Secrets.class, s)));
  }

  private ChangeReport report(ChangeDraft draft, Set<String> notes, List<Effective> inForce) {
    List<Change> changes = new ArrayList<>();
    Set<String> remarks = new LinkedHashSet<>(notes);
    boolean planned = draft.options().dryRun();
    for (String name : draft.proposal().changed()) {
      boolean atOnce = draft.atOnce(name);
      if (draft.now() && !atOnce) {
        remarks.add(name + " takes effect at the next start");
      }
      changes.add(
          new Change(
              name,
              draft.proposal().before().getOrDefault(name, List.of()),
              draft.proposal().after().getOrDefault(name, List.of()),
              atOnce && !planned ? EffectiveValues.lines(inForce, name) : List.of(),
              EffectiveValues.where(inForce, name),
              atOnce ? NOW : LATER));
    }
    return new ChangeReport(snapshots.of(draft.live()), changes, List.copyOf(remarks), planned);
  }
}
