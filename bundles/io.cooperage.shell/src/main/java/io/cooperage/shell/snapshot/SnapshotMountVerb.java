package io.cooperage.shell.snapshot;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Verb;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
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
            .option("--target", "FOLDER", "Where: an empty folder of the node.", Completion.NONE)
            .example("ct snapshot-mount 101 --id before-upgrade")
            .example("ct snapshot-mount 101 --id before-upgrade --target /mnt")
            .exits(ExitCode.MOUNTED, ExitCode.NO_SPACE));
  }

  @Override
  protected int run(Call call) {
    Optional<Path> target = call.value("--target").map(SnapshotMountVerb::path);
    call.out()
        .println(call.await(snapshots.mount(call.container(), chosen(call), target)).orElseThrow());
    return 0;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw Call.bad("--target", text, "must be a path");
    }
  }
}
