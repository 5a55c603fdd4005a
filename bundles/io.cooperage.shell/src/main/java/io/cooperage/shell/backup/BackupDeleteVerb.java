package io.cooperage.shell.backup;

import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct backup-delete}. */
@Component(service = Verb.class)
public final class BackupDeleteVerb extends Verb {
  private final BackupService backups;

  @Activate
  public BackupDeleteVerb(
      @Reference ContainerService containers, @Reference BackupService backups) {
    super(
        BackupWords.target(
                Syntax.of("ct", "backup-delete", "Deletes a backup that no other one needs.")
                    .argument("CTID", BackupWords.containers(containers))
                    .argument("BACKUP", BackupWords.backups(backups)))
            .example("ct backup-delete 101 2f0c0b5e-0d43-4b0f-9f43-8f2f5a3f7c11")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NO_BACKUP, ExitCode.LOCKED)
            .build());
    this.backups = backups;
  }

  @Override
  protected int run(Call call) {
    BackupId id = BackupWords.id(call, call.places().get(1));
    call.await(backups.delete(call.container(), id, BackupWords.target(call)));
    call.out().println("Backup " + id + " was deleted.");
    return 0;
  }
}
