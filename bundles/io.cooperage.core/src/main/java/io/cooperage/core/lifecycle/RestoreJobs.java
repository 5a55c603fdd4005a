package io.cooperage.core.lifecycle;

import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.RestoreOptions;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.job.Job;
import io.cooperage.core.admission.Assessment;
import io.cooperage.core.guest.GuestParameters;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.lifecycle.step.BackupNotes;
import io.cooperage.core.lifecycle.step.BackupPlace;
import io.cooperage.core.lifecycle.step.BackupRecipes;
import io.cooperage.core.lifecycle.step.BackupShelf;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.FoundBackup;
import io.cooperage.core.lifecycle.step.HostReach;
import io.cooperage.core.lifecycle.step.RequireNoSnapshots;
import io.cooperage.core.lifecycle.step.RequireStopped;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives CTs, there already or new, what a backup holds. */
final class RestoreJobs {
  private final EngineParts parts;
  private final BackupRecipes recipes;
  private final BackupJobs backups;
  private final Snapshots containers;

  RestoreJobs(EngineParts parts, BackupRecipes recipes, BackupJobs backups, Snapshots containers) {
    this.parts = parts;
    this.recipes = recipes;
    this.backups = backups;
    this.containers = containers;
  }

  Job<Container> restore(ContainerRef ref, BackupId backup, RestoreOptions options) {
    BackupPlace place = backups.place(options.location());
    ContainerId source = backups.container(ref, place);
    List<FoundBackup> chain = BackupShelf.chain(backups.all(place, source), backup.uuid());
    FoundBackup from = chain.get(chain.size() - 1);
    requireTemplate(from.notes());
    Optional<LiveContainer> live = parts.roster().find(source);
    boolean fresh = options.ctid().isPresent() || options.name().isPresent() || live.isEmpty();
    return fresh ? anew(from, live, options) : over(from, live.get(), options);
  }

  private void requireTemplate(BackupNotes notes) {
    String digest = notes.templateDigest();
    if (!digest.isEmpty() && parts.templates().byDigest(digest).isEmpty()) {
      throw new ContainerException(
          ErrorCode.NO_SUCH_TEMPLATE,
          "the image " + digest + " of template '" + notes.template() + "' is not on this node",
          "Bring it into the pool's template folder first.");
    }
  }

  private Job<Container> over(FoundBackup from, LiveContainer live, RestoreOptions options) {
    RequireStopped.check(live);
    SnapshotSupport.require(parts.leases(), Family.BACKUPS, live);
    RequireNoSnapshots.check(parts, live);
    Map<String, String> kinds = live.record().kinds();
    Map<String, List<String>> texts = recipes.restored(live, from);
    HostReach.requireAllowed(
        from, parts.catalog().view(kinds), live.record().parameters(), texts, options.privileged());
    return submit(
        recipes.restore(),
        live.id().toString(),
        live.id(),
        kinds,
        texts,
        BackupRecipes.values(from, options.privileged()));
  }

  private Job<Container> anew(
      FoundBackup from, Optional<LiveContainer> source, RestoreOptions options) {
    BackupNotes notes = from.notes();
    requireUsable(from, notes);
    HostReach.requireAllowed(from, parts.catalog().view(notes.kinds()), options.privileged());
    Map<String, List<String>> texts = new HashMap<>(notes.parameters());
    texts.remove(GuestParameters.PRIVILEGED.name());
    if (notes.privileged()) {
      texts.put(GuestParameters.PRIVILEGED.name(), List.of("yes"));
    }
    Optional<Ctid> ctid = options.ctid();
    Optional<ContainerName> name = options.name();
    if (source.isPresent()) {
      Cloning.ownTexts(parts.catalog().view(source.get().record().kinds()), source.get())
          .forEach(texts::remove);
    } else if (ctid.isEmpty() && name.isEmpty()) {
      ctid = Optional.of(notes.ctid()).filter(t -> !t.isEmpty()).map(RestoreJobs::ctid);
      name = Optional.of(notes.name()).filter(t -> !t.isEmpty()).map(RestoreJobs::name);
    }
    ctid.ifPresent(c -> Cloning.requireFree(parts.roster(), c));
    name.ifPresent(n -> Cloning.requireFree(parts.roster(), n));
    ContainerId id = ContainerId.random();
    return submit(
        recipes.restoreNew(),
        "",
        id,
        notes.kinds(),
        texts,
        BackupRecipes.values(from, id, ctid, name, texts, options.privileged()));
  }

  // Whoever can write to the place wrote this.
  private void requireUsable(FoundBackup from, BackupNotes notes) {
    String kind = from.stored().orElseThrow().volume().kind();
    Map<String, String> kinds = notes.kinds();
    if (!kind.equals(kinds.get(Family.STORAGE.name()))
        || !kinds.containsKey(Family.ISOLATION.name())) {
      throw new ContainerException(
          ErrorCode.BROKEN_BACKUP,
          "backup " + from.id() + " does not tell what its container was made of",
          "Restore it over a container that is there: without --ctid and --name.");
    }
    Creation.requireProviders(parts, kinds);
    Texts.check(notes.description(), notes.labels());
  }

  private static Ctid ctid(String text) {
    try {
      return Ctid.parse(text);
    } catch (IllegalArgumentException e) {
      throw bad("ctid", text, e);
    }
  }

  private static ContainerName name(String text) {
    try {
      return new ContainerName(text);
    } catch (IllegalArgumentException e) {
      throw bad("name", text, e);
    }
  }

  private static ContainerException bad(String what, String text, IllegalArgumentException e) {
    return ContainerException.badInput(
        ErrorCode.BROKEN_BACKUP, Problem.of(what, text, e.getMessage()));
  }

  private Job<Container> submit(
      Recipe recipe,
      String target,
      ContainerId id,
      Map<String, String> kinds,
      Map<String, List<String>> texts,
      Map<String, String> values) {
    Assessment assessment = parts.admission().assess(id, kinds, texts, Set.of()).sound();
    return ClaimHold.submit(
        parts,
        id,
        kinds,
        assessment,
        JobRequest.of(recipe, target, values, c -> parts.roster().find(id).map(containers::of)));
  }
}
