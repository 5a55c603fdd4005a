package io.cooperage.shell.snapshot;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;

/** A verb on a snapshot that is named by {@code --id}, as vzctl calls it, or by its name. */
abstract class ChosenSnapshotVerb extends Verb {
  final SnapshotService snapshots;

  ChosenSnapshotVerb(SnapshotService snapshots, Syntax.Builder syntax) {
    super(syntax.build());
    this.snapshots = snapshots;
  }

  static Syntax.Builder syntax(ContainerService containers, String verb, String summary) {
    return Syntax.of("ct", verb, summary)
        .argument("CTID", SnapshotWords.containers(containers))
        .option("--id", "UUID|NAME", "Which snapshot.", Completion.NONE)
        .exits(ExitCode.NO_CONTAINER, ExitCode.NO_SNAPSHOT, ExitCode.LOCKED, ExitCode.UNSUPPORTED)
        .exits(ExitCode.BROKEN);
  }

  final SnapshotId chosen(Call call) {
    String text = call.value("--id").orElseThrow(() -> call.usage("needs --id"));
    return snapshots.get(call.container(), text).id();
  }
}
