package io.cooperage.shell.disk;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.disk.DiskService;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.snapshot.Snapshot;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct export}. */
@Component(service = Verb.class)
public final class ExportVerb extends Verb {
  private final DiskService disks;
  private final SnapshotService snapshots;

  @Activate
  public ExportVerb(
      @Reference ContainerService containers,
      @Reference DiskService disks,
      @Reference SnapshotService snapshots) {
    super(
        Syntax.of(
                "ct",
                "export",
                "Writes the disk of a stopped container, or a snapshot of any, to a new file on"
                    + " this node.")
            .argument("CTID", DiskWords.containers(containers))
            .argument("FILE", Completion.NONE)
            .option(
                "--format",
                "FORMAT",
                "raw (if not given), qcow2, ploop, ploop1 and ploop2 (for Virtuozzo), or hdd: a"
                    + " folder with DiskDescriptor.xml.",
                HostFiles.TARGETS)
            .option("--snapshot", "UUID|NAME", "Which snapshot.", Completion.NONE)
            .json()
            .example("ct export 101 /srv/web.qcow2 --format qcow2")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NO_SNAPSHOT, ExitCode.LOCKED)
            .exits(ExitCode.UNSUPPORTED, ExitCode.RUNNING, ExitCode.MOUNTED)
            .exits(ExitCode.NO_SPACE, ExitCode.BROKEN)
            .build());
    this.disks = disks;
    this.snapshots = snapshots;
  }

  @Override
  protected int run(Call call) {
    Optional<SnapshotId> snapshot =
        call.value("--snapshot").map(t -> snapshots.get(call.container(), t)).map(Snapshot::id);
    Path file = HostFiles.path(call, call.places().get(1));
    ExportOptions options = new ExportOptions(file, call.value("--format").orElse("raw"), snapshot);
    Exported exported = call.await(disks.exportTo(call.container(), options)).orElseThrow();
    if (call.has("--json")) {
      call.json(exported);
      return 0;
    }
    call.out()
        .println(
            exported.file()
                + " holds the disk of container "
                + call.container()
                + ": "
                + Amounts.bytes(exported.size())
                + ", "
                + Amounts.bytes(exported.allocated())
                + " on disk.");
    if (!exported.wholeRoot()) {
      call.out().println("note: it holds what the container changed; the rest is in its template.");
    }
    return 0;
  }
}
