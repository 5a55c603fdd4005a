package io.cooperage.shell.snapshot;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.snapshot.Snapshot;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotOptions;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct snapshot}. */
@Component(service = Verb.class)
public final class SnapshotVerb extends Verb {
  private final SnapshotService snapshots;

  @Activate
  public SnapshotVerb(
      @Reference ContainerService containers, @Reference SnapshotService snapshots) {
    super(
        Syntax.of("ct", "snapshot", "Takes a snapshot of a container's disk, running or stopped.")
            .argument("CTID", SnapshotWords.containers(containers))
            .option("--id", "UUID", "Its identity; else a new one.", Completion.NONE)
            .option("--name", "NAME", "What it is called.", Completion.NONE)
            .option("--description", "TEXT", "What it is for.", Completion.NONE)
            .flag("--skip-config", "Do not save the container's parameters with it.")
            .json()
            .example("ct snapshot 101 --name before-upgrade")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED, ExitCode.NO_SPACE, ExitCode.RESOURCES)
            .exits(ExitCode.UNSUPPORTED, ExitCode.BROKEN)
            .build());
    this.snapshots = snapshots;
  }

  @Override
  protected int run(Call call) {
    SnapshotOptions options =
        new SnapshotOptions(
            call.value("--id").map(SnapshotVerb::id),
            call.value("--name").orElse(""),
            call.value("--description").orElse(""),
            call.has("--skip-config"));
    Snapshot taken = call.await(snapshots.take(call.container(), options)).orElseThrow();
    call.answer(taken, "Snapshot " + taken.id() + " was taken.");
    return 0;
  }

  private static SnapshotId id(String text) {
    try {
      return SnapshotId.parse(text);
    } catch (IllegalArgumentException e) {
      throw Call.bad("--id", text, "must be a UUID");
    }
  }
}
