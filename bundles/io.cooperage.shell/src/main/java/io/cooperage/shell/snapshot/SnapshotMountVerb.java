package io.cooperage.shell.snapshot;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct snapshot-mount}. */
@Component(service = Verb.class)
public final class SnapshotMountVerb extends ChosenSnapshotVerb {
  @Activate
  public SnapshotMountVerb(
      @Reference ContainerService containers, @Reference SnapshotService snapshots) {
    super(
        snapshots,
        syntax(containers, "snapshot-mount", "Mounts a snapshot read-only and prints where.")
            .example("ct snapshot-mount 101 --id before-upgrade")
            .exits(ExitCode.MOUNTED, ExitCode.NO_SPACE));
  }

  @Override
  protected int run(Call call) {
    call.out().println(call.await(snapshots.mount(call.container(), chosen(call))).orElseThrow());
    return 0;
  }
}
