package io.cooperage.shell.backup;

import io.cooperage.api.backup.BackupBase;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct backup-forget}. */
@Component(service = Verb.class)
public final class BackupForgetVerb extends Verb {
  private final BackupService backups;

  @Activate
  public BackupForgetVerb(
      @Reference ContainerService containers, @Reference BackupService backups) {
    super(
        Syntax.of(
                "ct",
                "backup-forget",
                "Frees what the pool keeps of a container for its next backup to a place, also to"
                    + " one that is lost. Backups stay; the next one there is a full one.")
            .argument("CTID", BackupWords.containers(containers))
            .option(
                BackupWords.TARGET,
                "PLACE",
                "The place: an absolute path, or KIND:PLACE; else the node's own place.",
                BackupWords.bases(containers, backups))
            .flag("--list", "List what is kept, and free nothing.")
            .json()
            .example("ct backup-forget 101 --target /srv/backup")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NO_BACKUP, ExitCode.LOCKED)
            .exits(ExitCode.UNSUPPORTED)
            .build());
    this.backups = backups;
  }

  @Override
  protected int run(Call call) {
    if (call.has("--list")) {
      list(call, backups.bases(call.container()));
      return 0;
    }
    if (call.has("--json")) {
      throw call.usage("takes --json with --list alone");
    }
    call.await(backups.forget(call.container(), BackupWords.target(call)));
    call.out().println("The next backup there is a full one.");
    return 0;
  }

  private static void list(Call call, List<BackupBase> all) {
    if (call.has("--json")) {
      call.json(all);
      return;
    }
    Table table = Table.of("TARGET", "BACKUP", "ALLOCATED");
    all.forEach(b -> table.row(b.location(), b.backup().toString(), Amounts.bytes(b.allocated())));
    table.print(call.out());
  }
}
