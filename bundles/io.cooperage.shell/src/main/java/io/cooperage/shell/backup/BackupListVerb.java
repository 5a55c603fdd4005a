package io.cooperage.shell.backup;

import io.cooperage.api.backup.Backup;
import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct backup-list}. */
@Component(service = Verb.class)
public final class BackupListVerb extends Verb {
  private final BackupService backups;

  @Activate
  public BackupListVerb(@Reference ContainerService containers, @Reference BackupService backups) {
    super(
        BackupWords.target(
                Syntax.of(
                        "ct",
                        "backup-list",
                        "Lists the backups of a container, also of one that is gone, or of all.")
                    .optional("CTID", BackupWords.containers(containers)))
            .flag("--no-header", "Leave the headings out.")
            .json()
            .example("ct backup-list 101")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED)
            .build());
    this.backups = backups;
  }

  @Override
  protected int run(Call call) {
    Optional<ContainerRef> ref =
        call.places().isEmpty() ? Optional.empty() : Optional.of(call.container());
    List<Backup> all = backups.list(ref, BackupWords.target(call));
    if (call.has("--json")) {
      call.json(all);
      return 0;
    }
    Table table = Table.of("UUID", "PARENT_UUID", "CTID", "NAME", "CREATED", "STORED", "PROBLEM");
    for (Backup b : all) {
      table.row(
          b.id().toString(),
          b.parent().map(BackupId::toString).orElse(""),
          b.ctid(),
          b.name(),
          b.createdAt().toString(),
          Amounts.bytes(b.stored()),
          b.problem());
    }
    if (call.has("--no-header")) {
      table.printBare(call.out());
    } else {
      table.print(call.out());
    }
    return 0;
  }
}
