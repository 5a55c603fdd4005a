package io.cooperage.shell.snapshot;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.snapshot.Snapshot;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct snapshot-list}. */
@Component(service = Verb.class)
public final class SnapshotListVerb extends Verb {
  private final SnapshotService snapshots;

  @Activate
  public SnapshotListVerb(
      @Reference ContainerService containers, @Reference SnapshotService snapshots) {
    super(
        Syntax.of("ct", "snapshot-list", "Lists the snapshots of a container.")
            .argument("CTID", SnapshotWords.containers(containers))
            .flag("--tree", "Show what grew from what.")
            .flag("--no-header", "Leave the headings out.")
            .json()
            .example("ct snapshot-list 101 --tree")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED, ExitCode.UNSUPPORTED, ExitCode.BROKEN)
            .build());
    this.snapshots = snapshots;
  }

  @Override
  protected int run(Call call) {
    List<Snapshot> all = snapshots.list(call.container());
    if (call.has("--json")) {
      call.json(all);
    } else if (call.has("--tree")) {
      branches(call.out(), all, Optional.empty(), "");
    } else {
      table(call, all);
    }
    return 0;
  }

  private static void table(Call call, List<Snapshot> all) {
    Table table = Table.of("PARENT_UUID", "C", "UUID", "NAME", "CREATED", "SIZE", "MOUNTED");
    for (Snapshot s : all) {
      table.row(
          s.parent().map(Object::toString).orElse(""),
          s.current() ? "*" : "",
          s.id().toString(),
          s.name(),
          s.createdAt().toString(),
          Amounts.bytes(s.allocated()),
          s.mountedAt().orElse(""));
    }
    if (call.has("--no-header")) {
      table.printBare(call.out());
    } else {
      table.print(call.out());
    }
  }

  private static void branches(
      PrintStream out, List<Snapshot> all, Optional<SnapshotId> parent, String indent) {
    for (Snapshot s : all) {
      if (s.parent().equals(parent)) {
        String name = s.name().isEmpty() ? "" : " " + Table.printable(s.name());
        out.println(indent + s.id() + name);
        if (s.current()) {
          out.println(indent + "  * the disk as it is now");
        }
        branches(out, all, Optional.of(s.id()), indent + "  ");
      }
    }
  }
}
