package io.cooperage.core.lifecycle.step;

import io.cooperage.api.backup.BackupCheck;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.Ctid;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is done with backups, as lists of steps and the values that they begin with. */
public final class BackupRecipes {
  private static final int KEEPING = 3;
  private static final int RESTORING = 3;

  private final EngineParts parts;
  private final Recipe backup;
  private final Recipe verify;
  private final Recipe restore;
  private final Recipe restoreNew;
  private final Recipe delete;
  private final Recipe forget;

  /** Recipes over these parts. */
  public BackupRecipes(
      EngineParts parts,
      BackupShelf shelf,
      Newcomers newcomers,
      NetworkPlug plug,
      ConsoleLogs consoles) {
    this.parts = parts;
    Step whole = new RequireWhole(parts);
    backup =
        Recipe.committing(
            "backup",
            true,
            KEEPING,
            List.of(
                whole,
                new TakeBackupSnapshot(parts),
                new WriteBackup(parts, shelf),
                new KeepBackupSnapshot(parts)));
    verify = Recipe.undoable("backup-verify", false, List.of(new VerifyBackups(parts, shelf)));
    restore =
        Recipe.undoable(
                "restore",
                true,
                List.of(
                    new RequireStopped(parts),
                    new RequireUnviewed(parts),
                    new RequireNoSnapshots(parts),
                    new RestoreDisk(parts, shelf, plug)))
            .finishedFrom(RESTORING);
    restoreNew =
        Recipe.undoable(
                "restore-new",
                true,
                List.of(
                    new RestoreVolume(parts, shelf),
                    new SaveRestored(parts, newcomers, plug, consoles)))
            .completeWhen(c -> parts.roster().find(RestoreVolume.restored(c)).isPresent());
    delete =
        Recipe.undoable("backup-delete", true, List.of(new DeleteBackups(parts, shelf)))
            .finishedFrom(0);
    forget =
        Recipe.undoable("backup-forget", true, List.of(new ForgetBase(parts, shelf)))
            .finishedFrom(0);
  }

  /** The texts that a CT would have after it was restored. */
  public Map<String, List<String>> restored(LiveContainer live, FoundBackup from) {
    return RestoreDisk.texts(parts, live, from);
  }

  public Recipe backup() {
    return backup;
  }

  public Recipe verify() {
    return verify;
  }

  /** Over the CT itself. */
  public Recipe restore() {
    return restore;
  }

  /** To a new CT. */
  public Recipe restoreNew() {
    return restoreNew;
  }

  public Recipe delete() {
    return delete;
  }

  /** Of what is kept for the next backup to a place. */
  public Recipe forget() {
    return forget;
  }

  /** The recipe that a journal was written for. */
  public Optional<Recipe> byAction(String action) {
    return List.of(backup, restore, restoreNew, delete, forget).stream()
        .filter(r -> r.action().equals(action))
        .findFirst();
  }

  /** The values that a backup begins with. */
  public static Map<String, String> values(
      BackupPlace place, UUID id, Optional<UUID> parent, String note) {
    return Map.of(
        TakeBackupSnapshot.PLACE,
        place.toString(),
        TakeBackupSnapshot.BACKUP,
        id.toString(),
        WriteBackup.PARENT,
        parent.map(UUID::toString).orElse(""),
        WriteBackup.NOTE,
        note);
  }

  /** The value that forgetting begins with. */
  public static Map<String, String> values(BackupPlace place) {
    return Map.of(TakeBackupSnapshot.PLACE, place.toString());
  }

  /** The values that deleting and verifying begin with. */
  public static Map<String, String> values(
      BackupPlace place, ContainerId container, Collection<UUID> ids) {
    return Map.of(
        TakeBackupSnapshot.PLACE,
        place.toString(),
        VerifyBackups.CONTAINER,
        container.toString(),
        DeleteBackups.BACKUPS,
        ids.stream().map(UUID::toString).collect(Collectors.joining(" ")));
  }

  /** The values that restoring begins with. */
  public static Map<String, String> values(FoundBackup from, boolean privileged) {
    return Map.of(
        TakeBackupSnapshot.PLACE,
        from.place().toString(),
        TakeBackupSnapshot.BACKUP,
        from.id().toString(),
        HostReach.ALLOWED,
        HostReach.word(privileged));
  }

  /** The values that restoring to a new CT begins with. */
  public static Map<String, String> values(
      FoundBackup from,
      ContainerId restored,
      Optional<Ctid> ctid,
      Optional<ContainerName> name,
      Map<String, List<String>> texts,
      boolean privileged) {
    Map<String, String> values = new LinkedHashMap<>(values(from, privileged));
    values.put(RestoreVolume.RESTORED, restored.toString());
    values.put(RestoreVolume.SOURCE, from.container().toString());
    values.put(RestoreVolume.KIND, from.stored().orElseThrow().volume().kind());
    values.put(CloneVolume.PARAMETERS, TextMap.encode(texts));
    ctid.ifPresent(c -> values.put(CopiedContainer.CTID, c.toString()));
    name.ifPresent(n -> values.put(CopiedContainer.NAME, n.text()));
    return values;
  }

  /** What verifying found. */
  public static Optional<List<BackupCheck>> checks(StepContext context) {
    return context.held(VerifyBackups.Findings.class).map(VerifyBackups.Findings::checks);
  }

  /** What a backup's job made. */
  public static Optional<FoundBackup> made(StepContext context) {
    return context.held(FoundBackup.class);
  }
}
