package io.cooperage.shell.snapshot;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.snapshot.Snapshot;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Verb;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct snapshot-merge}. */
@Component(service = Verb.class)
public final class SnapshotMergeVerb extends ChosenSnapshotVerb {
  @Activate
  public SnapshotMergeVerb(
      @Reference ContainerService containers, @Reference SnapshotService snapshots) {
    super(
        snapshots,
        syntax(
                containers,
                "snapshot-merge",
                "Merges a snapshot, or without --id the disk as it is now, into its parent, which"
                    + " is then no snapshot any more.")
            .flag("--all", "Merge it with all that it grew from.")
            .example("ct snapshot-merge 101")
            .exits(ExitCode.MOUNTED));
  }

  @Override
  protected int run(Call call) {
    Optional<SnapshotId> id =
        call.value("--id").map(t -> snapshots.get(call.container(), t)).map(Snapshot::id);
    call.await(snapshots.merge(call.container(), id, call.has("--all")));
    call.out().println("Snapshots of container " + call.container() + " were merged.");
    return 0;
  }
}
