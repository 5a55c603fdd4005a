package io.cooperage.shell.backup;

import io.cooperage.api.backup.Backup;
import io.cooperage.api.backup.BackupOptions;
import io.cooperage.api.backup.BackupOptions.Form;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct backup}. */
@Component(service = Verb.class)
public final class BackupVerb extends Verb {
  private final BackupService backups;

  @Activate
  public BackupVerb(@Reference ContainerService containers, @Reference BackupService backups) {
    super(
        BackupWords.target(
                Syntax.of(
                        "ct",
                        "backup",
                        "Backs up a container, running or stopped: what changed since its last"
                            + " backup, or everything if there is none.")
                    .argument("CTID", BackupWords.containers(containers)))
            .flag("--full", "Write everything.")
            .flag("--incremental", "Write changes alone, or fail.")
            .option("--description", "TEXT", "What it is for.", Completion.NONE)
            .json()
            .example("ct backup 101 --full --target /srv/backup")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED, ExitCode.NO_SPACE, ExitCode.RESOURCES)
            .exits(ExitCode.UNSUPPORTED, ExitCode.NO_BACKUP, ExitCode.BROKEN)
            .build());
    this.backups = backups;
  }

  @Override
  protected int run(Call call) {
    BackupOptions options =
        new BackupOptions(
            form(call), BackupWords.target(call), call.value("--description").orElse(""));
    Backup made = call.await(backups.backup(call.container(), options)).orElseThrow();
    String form = made.full() ? "full" : "incremental";
    call.answer(
        made, "Backup " + made.id() + " was made: " + form + ", " + Amounts.bytes(made.stored()));
    return 0;
  }

  private static Form form(Call call) {
    if (call.has("--full") && call.has("--incremental")) {
      throw call.usage("takes --full or --incremental, not both");
    }
    if (call.has("--full")) {
      return Form.FULL;
    }
    return call.has("--incremental") ? Form.INCREMENTAL : Form.ANY;
  }
}
