package io.cooperage.shell.backup;

import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.backup.RestoreOptions;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct restore}. */
@Component(service = Verb.class)
public final class RestoreVerb extends Verb {
  private final BackupService backups;

  @Activate
  public RestoreVerb(@Reference ContainerService containers, @Reference BackupService backups) {
    super(
        BackupWords.target(
                Syntax.of(
                        "ct",
                        "restore",
                        "Gives a stopped container disk and parameters of a backup; with --ctid or"
                            + " --name, or where it is gone, a new one.")
                    .argument("CTID", BackupWords.containers(containers))
                    .argument("BACKUP", BackupWords.backups(backups)))
            .option("--ctid", "CTID", "Make a new container of that number.", Completion.NONE)
            .option("--name", "NAME", "Make a new container of that name.", Completion.NONE)
            .flag(
                "--privileged",
                "Give the container what is the host's, as the one backed up had it: folders,"
                    + " devices, and a new one its root.")
            .json()
            .example("ct restore 101 2f0c0b5e-0d43-4b0f-9f43-8f2f5a3f7c11 --ctid 201")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NO_BACKUP, ExitCode.BROKEN_BACKUP)
            .exits(ExitCode.RUNNING, ExitCode.MOUNTED, ExitCode.EXISTS, ExitCode.NAME)
            .exits(ExitCode.NO_TEMPLATE, ExitCode.ADDRESS_IN_USE, ExitCode.NO_SPACE)
            .exits(ExitCode.RESOURCES, ExitCode.UNSUPPORTED, ExitCode.LOCKED, ExitCode.BROKEN)
            .build());
    this.backups = backups;
  }

  @Override
  protected int run(Call call) {
    BackupId id = BackupWords.id(call, call.places().get(1));
    RestoreOptions options =
        new RestoreOptions(
            call.value("--ctid").map(t -> read("--ctid", t, Ctid::parse)),
            call.value("--name").map(t -> read("--name", t, ContainerName::new)),
            BackupWords.target(call),
            call.has("--privileged"));
    Container restored = call.await(backups.restore(call.container(), id, options)).orElseThrow();
    call.answer(restored, "Container " + restored.ctid() + " was restored from backup " + id + ".");
    return 0;
  }

  private static <T> T read(String option, String text, Function<String, T> form) {
    try {
      return form.apply(text);
    } catch (IllegalArgumentException e) {
      throw Call.bad(option, text, e.getMessage());
    }
  }
}
