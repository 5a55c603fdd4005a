package io.cooperage.shell.backup;

import io.cooperage.api.backup.BackupCheck;
import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct backup-verify}. */
@Component(service = Verb.class)
public final class BackupVerifyVerb extends Verb {
  private final BackupService backups;

  @Activate
  public BackupVerifyVerb(
      @Reference ContainerService containers, @Reference BackupService backups) {
    super(
        BackupWords.target(
                Syntax.of(
                        "ct",
                        "backup-verify",
                        "Reads backups of a container wholly: one with those that it needs, or"
                            + " all.")
                    .argument("CTID", BackupWords.containers(containers))
                    .optional("BACKUP", BackupWords.backups(backups)))
            .json()
            .example("ct backup-verify 101")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NO_BACKUP, ExitCode.BROKEN_BACKUP)
            .exits(ExitCode.LOCKED)
            .build());
    this.backups = backups;
  }

  @Override
  protected int run(Call call) {
    Optional<BackupId> backup =
        call.places().stream().skip(1).findFirst().map(text -> BackupWords.id(call, text));
    List<BackupCheck> checks =
        call.await(backups.verify(call.container(), backup, BackupWords.target(call)))
            .orElse(List.of());
    if (call.has("--json")) {
      call.json(checks);
    } else {
      Table table = Table.of("UUID", "STATE");
      checks.forEach(c -> table.row(c.id().toString(), c.sound() ? "sound" : c.problem()));
      table.print(call.out());
    }
    return checks.stream().allMatch(BackupCheck::sound) ? 0 : ExitCode.BROKEN_BACKUP.number();
  }
}
