package io.cooperage.testing.front;

import io.cooperage.api.backup.Backup;
import io.cooperage.api.backup.BackupBase;
import io.cooperage.api.backup.BackupCheck;
import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.BackupOptions;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.backup.RestoreOptions;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Backups in memory, those of every container in one chain. */
public final class FakeBackups implements BackupService {
  private static final String OWN = "file:/var/lib/cooperage/backup";

  private final FakeJobs jobs;
  private final ContainerService containers;
  private final List<Backup> all = new CopyOnWriteArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final Set<String> forgotten = new HashSet<>();
  private String damage = "";

  public FakeBackups(FakeJobs jobs, ContainerService containers) {
    this.jobs = jobs;
    this.containers = containers;
  }

  /** What was asked for, as words. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** From now on every backup is found to be damaged. */
  public void damage(String problem) {
    damage = problem;
  }

  private Container need(ContainerRef ref) {
    return containers
        .find(ref)
        .orElseThrow(
            () -> new ContainerException(ErrorCode.NO_SUCH_CONTAINER, "there is no CT " + ref));
  }

  private Backup need(BackupId id) {
    return all.stream()
        .filter(b -> b.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new ContainerException(ErrorCode.NO_SUCH_BACKUP, "there is no backup " + id));
  }

  @Override
  public Job<Backup> backup(ContainerRef ref, BackupOptions options) {
    Container of = need(ref);
    boolean full = all.isEmpty() || options.form() == BackupOptions.Form.FULL;
    Backup made =
        new Backup(
            BackupId.random(),
            full ? Optional.empty() : Optional.of(all.get(all.size() - 1).id()),
            of.id(),
            of.ctid().toString(),
            of.name().map(Object::toString).orElse(""),
            options.description(),
            Instant.EPOCH,
            1 << 30,
            1 << 20,
            options.location().orElse(OWN),
            "");
    all.add(made);
    return jobs.start("backup", ref.toString(), Optional.of(made));
  }

  @Override
  public List<Backup> list(Optional<ContainerRef> ref, Optional<String> location) {
    ref.ifPresent(this::need);
    return List.copyOf(all);
  }

  @Override
  public Job<List<BackupCheck>> verify(
      ContainerRef ref, Optional<BackupId> backup, Optional<String> location) {
    need(ref);
    List<BackupCheck> checks =
        all.stream()
            .filter(b -> backup.isEmpty() || backup.get().equals(b.id()))
            .map(b -> new BackupCheck(b.id(), damage))
            .toList();
    return jobs.start("backup-verify", "", Optional.of(checks));
  }

  @Override
  public Job<Container> restore(ContainerRef ref, BackupId backup, RestoreOptions options) {
    need(backup);
    asked.add(
        "restore "
            + backup
            + " to "
            + options.ctid().map(Object::toString).orElse("itself")
            + (options.privileged() ? ", privileged" : ""));
    return jobs.start("restore", ref.toString(), Optional.of(need(ref)));
  }

  @Override
  public Job<Void> delete(ContainerRef ref, BackupId backup, Optional<String> location) {
    asked.add("delete " + need(backup).id());
    all.removeIf(b -> b.id().equals(backup));
    return jobs.start("backup-delete", ref.toString(), Optional.empty());
  }

  /** The newest backup of each place stands for what is kept. */
  @Override
  public List<BackupBase> bases(ContainerRef ref) {
    Container of = need(ref);
    Map<String, BackupBase> newest = new TreeMap<>();
    for (Backup b : all) {
      if (b.container().equals(of.id()) && !forgotten.contains(b.location())) {
        newest.put(b.location(), new BackupBase(b.location(), b.id(), 1 << 20));
      }
    }
    return List.copyOf(newest.values());
  }

  @Override
  public Job<Void> forget(ContainerRef ref, Optional<String> location) {
    String place = location.orElse(OWN);
    if (bases(ref).stream().noneMatch(b -> b.location().equals(place))) {
      throw new ContainerException(ErrorCode.NO_SUCH_BACKUP, "nothing is kept for " + place);
    }
    asked.add("forget " + place);
    forgotten.add(place);
    return jobs.start("backup-forget", ref.toString(), Optional.empty());
  }
}
