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

/** {@code ct snapshot-switch}. */
@Component(service = Verb.class)
public final class SnapshotSwitchVerb extends ChosenSnapshotVerb {
  @Activate
  public SnapshotSwitchVerb(
      @Reference ContainerService containers, @Reference SnapshotService snapshots) {
    super(
        snapshots,
        syntax(
                containers,
                "snapshot-switch",
                "Gives a stopped container disk and parameters of a snapshot; what was written"
                    + " since the last snapshot is lost.")
            .flag("--skip-config", "Keep the parameters as they are.")
            .example("ct snapshot-switch 101 --id before-upgrade")
            .exits(ExitCode.RUNNING, ExitCode.MOUNTED, ExitCode.NO_SPACE, ExitCode.RESOURCES)
            .exits(ExitCode.ADDRESS_IN_USE));
  }

  @Override
  protected int run(Call call) {
    SnapshotId id = chosen(call);
    call.await(snapshots.switchTo(call.container(), id, call.has("--skip-config")));
    call.out().println("Container " + call.container() + " went back to snapshot " + id + ".");
    return 0;
  }
}
