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

/** {@code ct snapshot-umount}. */
@Component(service = Verb.class)
public final class SnapshotUmountVerb extends ChosenSnapshotVerb {
  @Activate
  public SnapshotUmountVerb(
      @Reference ContainerService containers, @Reference SnapshotService snapshots) {
    super(
        snapshots,
        syntax(containers, "snapshot-umount", "Unmounts a snapshot.")
            .example("ct snapshot-umount 101 --id before-upgrade")
            .exits(ExitCode.NOT_MOUNTED));
  }

  @Override
  protected int run(Call call) {
    SnapshotId id = chosen(call);
    call.await(snapshots.unmount(call.container(), id));
    call.out().println("Snapshot " + id + " was unmounted.");
    return 0;
  }
}
