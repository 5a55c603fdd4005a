package io.cooperage.core.lifecycle;

import io.cooperage.core.admission.HostIds;
import io.cooperage.core.admission.IdSlots;
import io.cooperage.core.backup.AbandonedBackups;
import io.cooperage.core.backup.TargetTurns;
import io.cooperage.core.event.EventGate;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.lifecycle.step.BackupRecipes;
import io.cooperage.core.lifecycle.step.BackupShelf;
import io.cooperage.core.lifecycle.step.ConsoleLogs;
import io.cooperage.core.lifecycle.step.ControllerCrew;
import io.cooperage.core.lifecycle.step.ControllerReadings;
import io.cooperage.core.lifecycle.step.DiskRecipes;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.NetworkPlug;
import io.cooperage.core.lifecycle.step.Newcomers;
import io.cooperage.core.lifecycle.step.PoolRecipes;
import io.cooperage.core.lifecycle.step.Recipes;
import io.cooperage.core.lifecycle.step.SnapshotRecipes;
import io.cooperage.core.node.DriftPolicy;
import io.cooperage.core.pool.PoolWatch;
import java.nio.file.Path;
import java.util.Optional;

/** The parts of the life cycle, each made of others: what can be done to CTs. */
final class Lifecycle {
  private final EngineParts parts;
  private final ControllerCrew crew;
  private final ControllerReadings readings;
  private final NetworkPlug plug;
  private final ConsoleLogs consoles;
  private final Recipes recipes;
  private final Snapshots snapshots;
  private final SnapshotRecipes snapshotRecipes;
  private final DiskRecipes diskRecipes;
  private final DiskJobs diskJobs;
  private final ImageMounts imageMounts;
  private final PoolRecipes poolRecipes;
  private final BackupShelf shelf;
  private final BackupRecipes backupRecipes;
  private final BackupJobs backupJobs;
  private final BackupBases backupBases;
  private final RestoreJobs restoreJobs;
  private final PowerJobs power;
  private final Creation creation;

  /**
   * Puts them together.
   *
   * @param gate through which goes what controllers notice
   */
  Lifecycle(EngineParts parts, EventGate gate, PoolWatch pools) {
    this.parts = parts;
    crew = new ControllerCrew(parts, gate);
    readings = new ControllerReadings(parts);
    plug = new NetworkPlug(parts);
    consoles = new ConsoleLogs(parts.leases(), parts.node().runFolder());
    snapshots = new Snapshots(parts.jobs(), parts.clock());
    IdSlots slots =
        new IdSlots(parts.node().idBase(), parts.node().idWidth(), new HostIds(Path.of("/etc")));
    Newcomers newcomers = new Newcomers(parts.roster(), slots);
    recipes = new Recipes(parts, crew, plug, consoles, newcomers);
    snapshotRecipes = new SnapshotRecipes(parts, newcomers, plug, consoles);
    diskRecipes = new DiskRecipes(parts);
    diskJobs = new DiskJobs(parts, diskRecipes);
    imageMounts = new ImageMounts(parts);
    poolRecipes = new PoolRecipes(parts);
    AbandonedBackups abandoned =
        new AbandonedBackups(parts.node().stateFolder().resolve("abandoned-backups"));
    shelf = new BackupShelf(parts.leases(), abandoned, new TargetTurns());
    backupRecipes = new BackupRecipes(parts, shelf, newcomers, plug, consoles);
    backupJobs = new BackupJobs(parts, backupRecipes, shelf);
    backupBases = new BackupBases(parts, backupRecipes);
    restoreJobs = new RestoreJobs(parts, backupRecipes, backupJobs, snapshots);
    power = new PowerJobs(parts, recipes, snapshots, pools);
    creation = new Creation(parts, recipes, snapshots, newcomers, plug, power);
  }

  /** The recipe of a job that an earlier daemon began; empty if it is none of CTs and pools. */
  Optional<Recipe> byAction(String action) {
    return snapshotRecipes
        .byAction(action)
        .or(() -> diskRecipes.byAction(action))
        .or(() -> poolRecipes.byAction(action))
        .or(() -> backupRecipes.byAction(action));
  }

  ControllerCrew crew() {
    return crew;
  }

  ControllerReadings readings() {
    return readings;
  }

  NetworkPlug plug() {
    return plug;
  }

  Recipes recipes() {
    return recipes;
  }

  BackupShelf shelf() {
    return shelf;
  }

  Snapshots snapshots() {
    return snapshots;
  }

  PowerJobs power() {
    return power;
  }

  Creation creation() {
    return creation;
  }

  RepairJobs repair() {
    return new RepairJobs(parts, recipes, snapshots);
  }

  SnapshotJobs snapshotJobs() {
    return new SnapshotJobs(parts, snapshotRecipes, snapshots);
  }

  Reshaping reshaping() {
    return new Reshaping(parts, diskRecipes, snapshots);
  }

  DiskJobs diskJobs() {
    return diskJobs;
  }

  ImageMounts imageMounts() {
    return imageMounts;
  }

  PoolRecipes poolRecipes() {
    return poolRecipes;
  }

  BackupJobs backupJobs() {
    return backupJobs;
  }

  BackupBases backupBases() {
    return backupBases;
  }

  RestoreJobs restoreJobs() {
    return restoreJobs;
  }

  Cloning cloning() {
    return new Cloning(parts, snapshotRecipes, snapshots);
  }

  EffectiveValues effective() {
    return new EffectiveValues(parts, readings, plug);
  }

  SetTransaction transaction() {
    return new SetTransaction(parts, recipes, snapshots, effective(), readings);
  }

  DriftCheck driftCheck(DriftPolicy policy) {
    return new DriftCheck(crew, readings, parts.events(), policy);
  }

  Counters counters() {
    return new Counters(readings);
  }

  SampleFiles samples() {
    return new SampleFiles(parts.node().sampleFolder());
  }

  Description description() {
    return new Description(parts, snapshots);
  }

  GuestEntry entry() {
    return new GuestEntry(parts, consoles, recipes);
  }
}
