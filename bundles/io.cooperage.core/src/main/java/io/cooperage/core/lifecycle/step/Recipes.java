package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.MountOptions;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every action on a CT as its list of steps. */
public final class Recipes {
  private final Recipe create;
  private final Recipe importing;
  private final Recipe start;
  private final Recipe stop;
  private final Recipe cleanup;
  private final Recipe destroy;
  private final Recipe reinstall;
  private final Recipe mount;
  private final Recipe unmount;
  private final Recipe set;
  private final Recipe boot;
  private final Path runFolder;

  /** Recipes over these parts. */
  public Recipes(
      EngineParts parts,
      ControllerCrew crew,
      NetworkPlug plug,
      ConsoleLogs consoles,
      Newcomers newcomers) {
    runFolder = parts.node().runFolder();
    List<Step> starting = starting(parts, crew, plug, consoles);
    List<Step> tearing = new ArrayList<>(Undoing.backwards(starting));
    tearing.add(new NoteStop(parts));
    create = creating("create", parts, consoles, new CreateVolume(parts));
    importing = creating("import", parts, consoles, new ImportVolume(parts));
    List<Step> checked = new ArrayList<>(starting);
    checked.add(0, new RequireStopped(parts));
    checked.add(1, new FitIdSlot(parts, newcomers));
    start = Recipe.undoable("start", false, checked).completeWhen(c -> published(parts, c));
    List<Step> stopping = new ArrayList<>(tearing);
    stopping.add(0, new StopInit(parts));
    stop = Recipe.committing("stop", false, 1, stopping).finishedFrom(0);
    cleanup = Recipe.committing("cleanup", false, 0, tearing);
    Step down = new RequireStopped(parts);
    destroy =
        Recipe.committing(
            "destroy",
            true,
            2,
            List.of(
                down,
                new RequireUnviewed(parts),
                new DestroyVolume(parts),
                new DeleteRecord(parts, consoles)));
    reinstall =
        Recipe.undoable(
                "reinstall",
                true,
                List.of(down, new RequireNoSnapshots(parts), new ReplaceVolume(parts)))
            .finishedFrom(2);
    Step mounting = new MountOnHost(parts);
    mount = Recipe.undoable("mount", false, List.of(down, mounting));
    unmount = Recipe.undoable("umount", false, List.of(new Undoing(mounting))).finishedFrom(0);
    set = changing(parts, crew, plug);
    boot = Recipe.undoable("boot", false, List.of(new WaitForBoot(parts)));
  }

  private static Recipe creating(
      String action, EngineParts parts, ConsoleLogs consoles, Step volume) {
    return Recipe.undoable(
            action,
            false,
            List.of(
                new ReserveRecord(parts, consoles),
                volume,
                new SetPasswords(parts),
                new SaveRecord(parts)))
        .completeWhen(c -> hasDisk(parts, c));
  }

  // A disk that grew while it was in use does not shrink: it comes last, and once it was begun the
  // change is finished.
  private static Recipe changing(EngineParts parts, ControllerCrew crew, NetworkPlug plug) {
    ApplyStorage storage = new ApplyStorage(parts);
    return Recipe.undoable(
            "set",
            true,
            List.of(
                new RequireRevision(parts),
                new ApplyLive(parts, crew, plug),
                new SetPasswords(parts),
                storage,
                new SaveChange(parts, plug, storage)))
        .finishedFrom(3);
  }

  private static List<Step> starting(
      EngineParts parts, ControllerCrew crew, NetworkPlug plug, ConsoleLogs consoles) {
    return List.of(
        new EnterStart(parts),
        new MountRoot(parts),
        new PrepareCgroups(parts),
        new LaunchBlocked(parts, consoles, crew),
        new AttachNetwork(parts, plug),
        new ApplyParameters(parts, crew),
        new ConfigureGuest(parts),
        new OpenGate(parts),
        new Publish(parts));
  }

  private static boolean hasDisk(EngineParts parts, StepContext context) {
    return parts
        .roster()
        .find(context.container())
        .filter(c -> c.record().volume().isPresent())
        .isPresent();
  }

  private static boolean published(EngineParts parts, StepContext context) {
    return parts
        .roster()
        .find(context.container())
        .filter(c -> c.runtime().isPresent())
        .isPresent();
  }

  public Recipe create() {
    return create;
  }

  /** As {@link #create}, from an image. */
  public Recipe importing() {
    return importing;
  }

  public Recipe start() {
    return start;
  }

  public Recipe stop() {
    return stop;
  }

  /** What follows when init has ended by itself. */
  public Recipe cleanup() {
    return cleanup;
  }

  public Recipe destroy() {
    return destroy;
  }

  public Recipe reinstall() {
    return reinstall;
  }

  public Recipe mount() {
    return mount;
  }

  public Recipe unmount() {
    return unmount;
  }

  /** A change; durable only if the disk is changed too. */
  public Recipe set(boolean durable) {
    return set.durable(durable);
  }

  public Recipe boot() {
    return boot;
  }

  /** Where a CT's root is mounted on the host, if it is. */
  public Optional<RepairMount> mounted(ContainerId id) {
    return RepairMount.find(runFolder, id);
  }

  /** The values that a mount's journal begins with. */
  public static Map<String, String> mountValues(MountOptions options) {
    return Map.of(
        MountOnHost.READ_ONLY,
        options.readOnly() ? "yes" : "no",
        MountOnHost.MAPPED,
        options.mapped() ? "yes" : "no");
  }

  /** The recipe that a journal was written for. */
  public Optional<Recipe> byAction(String action) {
    return List.of(
            create, importing, start, stop, cleanup, destroy, reinstall, mount, unmount, set, boot)
        .stream()
        .filter(r -> r.action().equals(action))
        .findFirst();
  }
}
