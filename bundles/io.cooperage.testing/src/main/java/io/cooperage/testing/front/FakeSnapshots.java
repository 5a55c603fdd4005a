package io.cooperage.testing.front;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.snapshot.CloneOptions;
import io.cooperage.api.snapshot.Snapshot;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotOptions;
import io.cooperage.api.snapshot.SnapshotService;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Snapshots in memory, those of every container in one line of descent. */
public final class FakeSnapshots implements SnapshotService {
  private final FakeJobs jobs;
  private final ContainerService containers;
  private final List<Snapshot> all = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();

  public FakeSnapshots(FakeJobs jobs, ContainerService containers) {
    this.jobs = jobs;
    this.containers = containers;
  }

  /** What was asked for, as words. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private Container need(ContainerRef ref) {
    return containers
        .find(ref)
        .orElseThrow(
            () -> new ContainerException(ErrorCode.NO_SUCH_CONTAINER, "there is no CT " + ref));
  }

  @Override
  public Job<Snapshot> take(ContainerRef ref, SnapshotOptions options) {
    need(ref);
    Optional<SnapshotId> parent =
        all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1).id());
    Snapshot taken =
        new Snapshot(
            options.id().orElseGet(SnapshotId::random),
            parent,
            options.name(),
            options.description(),
            Instant.EPOCH,
            true,
            !options.skipConfig(),
            Optional.empty(),
            1 << 30,
            1 << 20);
    all.add(taken);
    return jobs.start("snapshot", ref.toString(), Optional.of(taken));
  }

  @Override
  public List<Snapshot> list(ContainerRef ref) {
    need(ref);
    return List.copyOf(all);
  }

  @Override
  public Snapshot get(ContainerRef ref, String idOrName) {
    return list(ref).stream()
        .filter(s -> s.id().toString().equals(idOrName) || s.name().equals(idOrName))
        .findFirst()
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NO_SUCH_SNAPSHOT, "there is no snapshot " + idOrName));
  }

  @Override
  public Job<Container> switchTo(ContainerRef ref, SnapshotId id, boolean skipConfig) {
    asked.add("switch " + id + " " + skipConfig);
    return jobs.start("snapshot-switch", ref.toString(), Optional.of(need(ref)));
  }

  @Override
  public Job<Void> delete(ContainerRef ref, SnapshotId id, boolean children) {
    asked.add("delete " + id + " " + children);
    all.removeIf(s -> s.id().equals(id));
    return jobs.start("snapshot-delete", ref.toString(), Optional.empty());
  }

  @Override
  public Job<Void> merge(ContainerRef ref, Optional<SnapshotId> id, boolean all) {
    asked.add("merge " + id.map(Object::toString).orElse("top") + " " + all);
    return jobs.start("snapshot-merge", ref.toString(), Optional.empty());
  }

  @Override
  public Job<Path> mount(ContainerRef ref, SnapshotId id, Optional<Path> target) {
    asked.add("mount " + id + target.map(t -> " " + t).orElse(""));
    Path place = target.orElse(Path.of("/run/mnt/" + id));
    return jobs.start("snapshot-mount", ref.toString(), Optional.of(place));
  }

  @Override
  public Job<Void> unmount(ContainerRef ref, SnapshotId id) {
    asked.add("umount " + id);
    return jobs.start("snapshot-umount", ref.toString(), Optional.empty());
  }

  @Override
  public Job<Container> copy(ContainerRef source, CloneOptions options) {
    need(source);
    options.snapshot().ifPresent(id -> asked.add("clone of " + id));
    CreateRequest.Builder request = CreateRequest.builder().settings(options.settings());
    options.ctid().ifPresent(request::ctid);
    options.name().ifPresent(request::name);
    return containers.create(request.build());
  }
}
