package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.api.snapshot.CloneOptions;
import io.cooperage.core.admission.Assessment;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.catalog.Owned;
import io.cooperage.core.catalog.SettingsMerge;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.RequireWhole;
import io.cooperage.core.lifecycle.step.SnapshotRecipes;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Roster;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes CTs out of CTs. The job holds the source; the clone is known once it is whole. */
final class Cloning {
  private final EngineParts parts;
  private final SnapshotRecipes recipes;
  private final Snapshots snapshots;

  Cloning(EngineParts parts, SnapshotRecipes recipes, Snapshots snapshots) {
    this.parts = parts;
    this.recipes = recipes;
    this.snapshots = snapshots;
  }

  Job<Container> copy(LiveContainer source, CloneOptions options) {
    RequireWhole.check(source);
    SnapshotSupport.require(parts.leases(), Family.CLONES, source);
    options.ctid().ifPresent(ctid -> requireFree(parts.roster(), ctid));
    options.name().ifPresent(name -> requireFree(parts.roster(), name));
    Map<String, String> kinds = source.record().kinds();
    SettingsMerge merge = merge(source, options);
    ContainerId id = ContainerId.random();
    Assessment assessment = parts.admission().assess(id, kinds, merge.texts(), merge.unread());
    assessment.problems().forEach(merge::problem);
    Map<String, List<String>> texts = merge.proposal().after();
    if (!merge.proposal().secrets().isEmpty()) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE,
          Problem.of("userpasswd", "", "is set on the clone when it is there, with 'ct set'"));
    }
    return ClaimHold.submit(
        parts,
        id,
        kinds,
        assessment,
        JobRequest.of(
            recipes.copy(),
            source.id().toString(),
            SnapshotRecipes.values(id, options, texts),
            c -> parts.roster().find(id).map(snapshots::of)));
  }

  static void requireFree(Roster roster, Ctid ctid) {
    if (roster.find(ContainerRef.of(ctid)).isPresent()) {
      throw new ContainerException(ErrorCode.CONTAINER_EXISTS, "CT " + ctid + " exists already");
    }
  }

  static void requireFree(Roster roster, ContainerName name) {
    if (roster.find(new ContainerRef.ByName(name)).isPresent()) {
      throw new ContainerException(
          ErrorCode.NAME_IN_USE, "the name '" + name + "' is that of another CT");
    }
  }

  private SettingsMerge merge(LiveContainer source, CloneOptions options) {
    CatalogView view = parts.catalog().view(source.record().kinds());
    Map<String, List<String>> texts = new HashMap<>(texts(source, options));
    ownTexts(view, source).forEach(texts::remove);
    SettingsMerge merge = new SettingsMerge(view, parts.catalog()::wasKnown, texts);
    merge.add(options.settings());
    options.settings().forEach(setting -> forbid(merge, view, setting));
    return merge;
  }

  /** Those of the source, but for what a snapshot's disk brings with it. */
  private Map<String, List<String>> texts(LiveContainer source, CloneOptions options) {
    return options
        .snapshot()
        .map(id -> recipes.restored(source, id, false))
        .orElse(source.record().parameters());
  }

  /**
   * Names of parameters that no two CTs may have alike. What a network has several of are
   * addresses.
   */
  static Set<String> ownTexts(CatalogView view, LiveContainer source) {
    Set<String> names = new HashSet<>(Set.of(LiveContainer.HOSTNAME));
    view.slice(Family.NETWORK, source.kind(Family.NETWORK.name()))
        .ifPresent(
            slice ->
                slice.parameters().stream()
                    .filter(Parameter::list)
                    .map(Parameter::name)
                    .forEach(names::add));
    return names;
  }

  private static void forbid(SettingsMerge merge, CatalogView view, RawSetting setting) {
    Optional<Parameter<?>> fixed =
        view.find(setting.name())
            .<Parameter<?>>map(Owned::parameter)
            .filter(p -> p.applies() == Applies.CREATE);
    fixed.ifPresent(
        p -> merge.problem(Problem.of(p.name(), setting.text(), "is that of the source")));
  }
}
