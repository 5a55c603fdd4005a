package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.core.admission.Assessment;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.core.catalog.Proposal;
import io.cooperage.core.catalog.SettingsMerge;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.lifecycle.step.DiskRecipes;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.RequireNoSnapshots;
import io.cooperage.core.lifecycle.step.RequireStopped;
import io.cooperage.core.lifecycle.step.RequireWhole;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives CTs disks of another make with the same files. */
final class Reshaping {
  private final EngineParts parts;
  private final DiskRecipes recipes;
  private final Snapshots containers;

  Reshaping(EngineParts parts, DiskRecipes recipes, Snapshots containers) {
    this.parts = parts;
    this.recipes = recipes;
    this.containers = containers;
  }

  Job<Container> convert(LiveContainer live, List<RawSetting> settings) {
    RequireStopped.check(live);
    RequireWhole.check(live);
    SnapshotSupport.require(parts.leases(), Family.TRANSFER, live);
    RequireNoSnapshots.check(parts, live);
    Map<String, String> kinds = live.record().kinds();
    SettingsMerge merge = merge(live, settings);
    Assessment assessment =
        parts.admission().assess(live.id(), kinds, merge.texts(), merge.unread());
    assessment.problems().forEach(merge::problem);
    Proposal proposal = merge.proposal();
    if (alike(live, proposal)) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE,
          Problem.of("disk", live.toString(), "has all these properties already"));
    }
    return ClaimHold.submit(
        parts,
        live.id(),
        kinds,
        assessment,
        JobRequest.of(
            recipes.convert(),
            live.id().toString(),
            DiskRecipes.convertValues(proposal),
            c -> Optional.of(containers.of(live))));
  }

  // A default that is now said in so many words changes nothing.
  private boolean alike(LiveContainer live, Proposal proposal) {
    ParameterValues before = parts.values(live, Family.STORAGE, proposal.before());
    ParameterValues after = parts.values(live, Family.STORAGE, proposal.after());
    return disk(live).stream()
        .flatMap(d -> d.parameters().stream())
        .allMatch(p -> before.get(p).equals(after.get(p)));
  }

  private Optional<OwnerSlice> disk(LiveContainer live) {
    CatalogView view = parts.catalog().view(live.record().kinds());
    return view.slice(Family.STORAGE, live.kind(Family.STORAGE.name()));
  }

  private SettingsMerge merge(LiveContainer live, List<RawSetting> settings) {
    CatalogView view = parts.catalog().view(live.record().kinds());
    SettingsMerge merge =
        new SettingsMerge(view, parts.catalog()::wasKnown, live.record().parameters());
    merge.add(settings);
    Optional<OwnerSlice> disk = disk(live);
    for (RawSetting setting : settings) {
      boolean ofDisk =
          view.find(setting.name())
              .map(owned -> owned.parameter().name())
              .filter(name -> disk.filter(d -> d.ownsAny(Set.of(name))).isPresent())
              .isPresent();
      if (!ofDisk) {
        merge.problem(
            Problem.of(setting.name(), setting.text(), "is no property of the disk: 'ct set' it"));
      }
    }
    return merge;
  }
}
