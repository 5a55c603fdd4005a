package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.job.Job;
import io.cooperage.api.snapshot.CloneOptions;
import io.cooperage.api.snapshot.Snapshot;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotOptions;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.core.roster.LiveContainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Snapshots and clones for the fronts, handed to the part that does it. */
@Component(service = SnapshotService.class)
public final class SnapshotEngine implements SnapshotService {
  private final EngineRoom room;

  /** Called by the framework. */
  @Activate
  public SnapshotEngine(@Reference EngineRoom room) {
    this.room = room;
  }

  private LiveContainer need(ContainerRef ref) {
    return room.need(ref);
  }

  @Override
  public Job<Snapshot> take(ContainerRef ref, SnapshotOptions options) {
    return room.lifecycle().snapshotJobs().take(need(ref), options);
  }

  @Override
  public List<Snapshot> list(ContainerRef ref) {
    return room.lifecycle().snapshotJobs().list(need(ref));
  }

  @Override
  public Snapshot get(ContainerRef ref, String idOrName) {
    return room.lifecycle().snapshotJobs().tree(need(ref)).get(idOrName);
  }

  @Override
  public Job<Container> switchTo(ContainerRef ref, SnapshotId id, boolean skipConfig) {
    return room.lifecycle().snapshotJobs().switchTo(need(ref), id, skipConfig);
  }

  @Override
  public Job<Void> delete(ContainerRef ref, SnapshotId id, boolean children) {
    return room.lifecycle().snapshotJobs().delete(need(ref), id, children);
  }

  @Override
  public Job<Void> merge(ContainerRef ref, Optional<SnapshotId> id, boolean all) {
    return room.lifecycle().snapshotJobs().merge(need(ref), id, all);
  }

  @Override
  public Job<Path> mount(ContainerRef ref, SnapshotId id, Optional<Path> target) {
    return room.lifecycle().snapshotJobs().mount(need(ref), id, target);
  }

  @Override
  public Job<Void> unmount(ContainerRef ref, SnapshotId id) {
    return room.lifecycle().snapshotJobs().unmount(need(ref), id);
  }

  @Override
  public Job<Container> copy(ContainerRef source, CloneOptions options) {
    return room.lifecycle().cloning().copy(need(source), options);
  }
}
