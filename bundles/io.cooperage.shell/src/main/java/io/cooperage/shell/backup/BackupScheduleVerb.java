package io.cooperage.shell.backup;

import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.backup.BackupSchedule.Result;
import io.cooperage.api.backup.BackupScheduleService;
import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct backup-schedule}. */
@Component(service = Verb.class)
public final class BackupScheduleVerb extends Verb {
  private static final int USUAL_CHAIN = 30;
  private static final List<String> ACTIONS = List.of("set", "list", "delete");

  private final BackupScheduleService schedules;

  @Activate
  public BackupScheduleVerb(
      @Reference ContainerService containers, @Reference BackupScheduleService schedules) {
    super(
        kept(BackupWords.target(
                    Syntax.of(
                            "ct",
                            "backup-schedule",
                            "Sets, lists or deletes when the node backs up containers by"
                                + " itself, and which of these backups it keeps.")
                        .argument("set|list|delete", prefix -> ACTIONS)
                        .optional("CTID", BackupWords.containers(containers)))
                .option("--every", "TIME", "Time between two: 30m, 6h, 1d, 1w.", Completion.NONE)
                .option(
                    "--chain",
                    "N",
                    "Make a full one after so many that need each other; else 30.",
                    Completion.NONE))
            .json()
            .example("ct backup-schedule set 101 --every 6h --keep-daily 7 --keep-weekly 4")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED)
            .build());
    this.schedules = schedules;
  }

  private static Syntax.Builder kept(Syntax.Builder syntax) {
    return syntax
        .option("--keep-last", "N", "Keep the newest; without any number all.", Completion.NONE)
        .option("--keep-hourly", "N", "Keep the newest of each of N hours.", Completion.NONE)
        .option("--keep-daily", "N", "Keep the newest of each of N days.", Completion.NONE)
        .option("--keep-weekly", "N", "Keep the newest of each of N weeks.", Completion.NONE)
        .option("--keep-monthly", "N", "Keep the newest of each of N months.", Completion.NONE);
  }

  @Override
  protected int run(Call call) {
    String action = call.places().get(0);
    switch (action) {
      case "set" -> set(call);
      case "list" -> list(call);
      case "delete" -> {
        schedules.delete(container(call), BackupWords.target(call));
        call.out().println("The schedule of container " + container(call) + " was deleted.");
      }
      default -> throw Call.bad("action", action, "must be set, list or delete");
    }
    return 0;
  }

  private static ContainerRef container(Call call) {
    if (call.places().size() < 2) {
      throw call.usage("needs a CTID");
    }
    return call.container(call.places().get(1));
  }

  private void set(Call call) {
    String every = call.value("--every").orElseThrow(() -> call.usage("needs --every"));
    BackupSchedule set =
        schedules.set(
            container(call),
            BackupWords.target(call),
            period(every),
            number(call, "--chain", 1, BackupScheduleService.LONGEST_CHAIN, USUAL_CHAIN),
            new Retention(
                kept(call, "last"),
                kept(call, "hourly"),
                kept(call, "daily"),
                kept(call, "weekly"),
                kept(call, "monthly")));
    call.answer(
        set, "Container " + set.ctid() + " is backed up every " + Periods.format(set.every()));
  }

  private static Duration period(String text) {
    try {
      return Periods.parse(text);
    } catch (IllegalArgumentException e) {
      throw Call.bad("--every", text, e.getMessage());
    }
  }

  private static int kept(Call call, String which) {
    return number(call, "--keep-" + which, 0, Retention.MOST, 0);
  }

  private static int number(Call call, String option, int least, int most, int usual) {
    return call.number(option, least, most).map(Math::toIntExact).orElse(usual);
  }

  private void list(Call call) {
    List<BackupSchedule> all = schedules.list();
    if (call.has("--json")) {
      call.json(all);
      return;
    }
    Table table = Table.of("CTID", "EVERY", "CHAIN", "KEEP", "TARGET", "LAST", "RESULT", "REASON");
    for (BackupSchedule s : all) {
      table.row(
          s.ctid(),
          Periods.format(s.every()),
          Integer.toString(s.chain()),
          kept(s.retention()),
          s.location(),
          s.lastRun().map(Instant::toString).orElse(""),
          s.result() == Result.NONE ? "" : s.result().name().toLowerCase(Locale.ROOT),
          s.problem());
    }
    table.print(call.out());
  }

  private static String kept(Retention r) {
    if (r.equals(Retention.EVERYTHING)) {
      return "all";
    }
    return r.last()
        + "l "
        + r.hourly()
        + "h "
        + r.daily()
        + "d "
        + r.weekly()
        + "w "
        + r.monthly()
        + "m";
  }
}
