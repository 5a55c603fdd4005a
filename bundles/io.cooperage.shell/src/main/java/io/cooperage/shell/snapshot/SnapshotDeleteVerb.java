package io.cooperage.shell.snapshot;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct snapshot-delete}. */
@Component(service = Verb.class)
public final class SnapshotDeleteVerb extends ChosenSnapshotVerb {
  @Activate
  public SnapshotDeleteVerb(
      @Reference ContainerService containers, @Reference SnapshotService snapshots) {
    super(
        snapshots,
        syntax(
                containers,
                "snapshot-delete",
                "Deletes a snapshot; those that grew from it grow from its parent then.")
            .flag("--children", "Delete all that grew from it too; the disk itself stays.")
            .example("ct snapshot-delete 101 --id before-upgrade")
            .exits(ExitCode.MOUNTED));
  }

  @Override
  protected int run(Call call) {
    SnapshotId id = chosen(call);
    call.await(snapshots.delete(call.container(), id, call.has("--children")));
    call.out().println("Snapshot " + id + " was deleted.");
    return 0;
  }
}
