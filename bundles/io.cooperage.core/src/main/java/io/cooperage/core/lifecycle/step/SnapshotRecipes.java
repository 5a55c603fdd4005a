package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.snapshot.CloneOptions;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotOptions;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is done with snapshots and clones, as lists of steps and the values that they begin with.
 */
public final class SnapshotRecipes {
  private final EngineParts parts;
  private final Recipe take;
  private final Recipe switching;
  private final Recipe delete;
  private final Recipe merge;
  private final Recipe mount;
  private final Recipe unmount;
  private final Recipe copy;

  /** Recipes over these parts. */
  public SnapshotRecipes(
      EngineParts parts, Newcomers newcomers, NetworkPlug plug, ConsoleLogs consoles) {
    this.parts = parts;
    Step whole = new RequireWhole(parts);
    Step deleting = new DeleteSnapshots(parts);
    Step mounting = new MountSnapshot(parts);
    // A power cut leaves the disk with the snapshot or without it, whatever the journal says.
    take = Recipe.undoable("snapshot", false, List.of(whole, new TakeSnapshot(parts)));
    switching =
        Recipe.undoable(
                "snapshot-switch",
                true,
                List.of(new RequireStopped(parts), new SwitchDisk(parts, plug)))
            .finishedFrom(1);
    delete = Recipe.undoable("snapshot-delete", true, List.of(whole, deleting)).finishedFrom(1);
    merge = Recipe.undoable("snapshot-merge", true, List.of(whole, deleting)).finishedFrom(1);
    mount = Recipe.undoable("snapshot-mount", false, List.of(whole, mounting));
    unmount =
        Recipe.undoable("snapshot-umount", false, List.of(new Undoing(mounting))).finishedFrom(0);
    copy =
        Recipe.undoable(
                "clone",
                true,
                List.of(
                    whole, new CloneVolume(parts), new SaveClone(parts, newcomers, plug, consoles)))
            .completeWhen(c -> saved(parts, c));
  }

  /**
   * The texts that a CT would have after it went back.
   *
   * @param all whether all parameters come back, or those of the disk alone
   * @throws io.cooperage.api.error.ContainerException NO_SUCH_SNAPSHOT
   */
  public Map<String, List<String>> restored(LiveContainer live, SnapshotId id, boolean all) {
    return SwitchDisk.texts(parts, live, id, all);
  }

  private static boolean saved(EngineParts parts, StepContext context) {
    return parts.roster().find(CloneVolume.clone(context)).isPresent();
  }

  public Recipe take() {
    return take;
  }

  public Recipe switching() {
    return switching;
  }

  public Recipe delete() {
    return delete;
  }

  public Recipe merge() {
    return merge;
  }

  public Recipe mount() {
    return mount;
  }

  public Recipe unmount() {
    return unmount;
  }

  public Recipe copy() {
    return copy;
  }

  /** The values that taking begins with. */
  public static Map<String, String> values(SnapshotId id, SnapshotOptions options) {
    return Map.of(
        TakeSnapshot.SNAPSHOT,
        id.toString(),
        TakeSnapshot.NAME,
        options.name(),
        TakeSnapshot.DESCRIPTION,
        options.description(),
        TakeSnapshot.CONFIG,
        options.skipConfig() ? "no" : "yes");
  }

  /** The values that going back begins with. */
  public static Map<String, String> values(SnapshotId id, boolean skipConfig) {
    return Map.of(
        TakeSnapshot.SNAPSHOT, id.toString(), TakeSnapshot.CONFIG, skipConfig ? "no" : "yes");
  }

  /** The values that mounting begins with. */
  public static Map<String, String> values(SnapshotId id, Optional<Path> target) {
    Map<String, String> values = new LinkedHashMap<>(values(id));
    target.ifPresent(folder -> values.put(MountSnapshot.TARGET, folder.toString()));
    return values;
  }

  /** The values that unmounting begins with. */
  public static Map<String, String> values(SnapshotId id) {
    return Map.of(TakeSnapshot.SNAPSHOT, id.toString());
  }

  /** The values that deleting and merging begin with. */
  public static Map<String, String> values(Collection<SnapshotId> ids) {
    return Map.of(
        DeleteSnapshots.SNAPSHOTS,
        ids.stream().map(SnapshotId::toString).collect(Collectors.joining(" ")));
  }

  /** The values that a clone begins with. */
  public static Map<String, String> values(
      ContainerId clone, CloneOptions options, Map<String, List<String>> texts) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(CloneVolume.CLONE, clone.toString());
    values.put(CloneVolume.PARAMETERS, TextMap.encode(texts));
    options.ctid().ifPresent(ctid -> values.put(CopiedContainer.CTID, ctid.toString()));
    options.name().ifPresent(name -> values.put(CopiedContainer.NAME, name.text()));
    options.snapshot().ifPresent(id -> values.put(CloneVolume.SNAPSHOT, id.toString()));
    return values;
  }

  /** The recipe that a journal was written for. */
  public Optional<Recipe> byAction(String action) {
    return List.of(take, switching, delete, merge, mount, unmount, copy).stream()
        .filter(r -> r.action().equals(action))
        .findFirst();
  }
}
