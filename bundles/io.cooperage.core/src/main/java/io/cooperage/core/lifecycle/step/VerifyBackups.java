package io.cooperage.core.lifecycle.step;

import io.cooperage.api.backup.BackupCheck;
import io.cooperage.api.backup.BackupId;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.StoredBackup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads backups wholly. What is wrong is told, not thrown. */
record VerifyBackups(EngineParts parts, BackupShelf shelf) implements Step {
  /** The CT whose they are; the job holds nothing. */
  static final String CONTAINER = "container";

  private static final int PERCENT = 100;

  /** What was found. */
  record Findings(List<BackupCheck> checks) {}

  @Override
  public String name() {
    return "VerifyBackups";
  }

  @Override
  public boolean effective() {
    return false;
  }

  @Override
  public void run(StepContext context) {
    ContainerId container = ContainerId.parse(context.value(CONTAINER));
    List<FoundBackup> all = shelf.all(TakeBackupSnapshot.place(context), container);
    List<UUID> wanted = DeleteBackups.ids(context);
    Map<UUID, String> problems = new HashMap<>();
    List<BackupCheck> checks = new ArrayList<>();
    for (FoundBackup backup : parentsFirst(all)) {
      if (wanted.isEmpty() || wanted.contains(backup.id())) {
        context.checkCancelled();
        String problem = problem(context, backup, problems);
        problems.put(backup.id(), problem);
        checks.add(new BackupCheck(new BackupId(backup.id()), problem));
      }
    }
    long damaged = checks.stream().filter(c -> !c.sound()).count();
    context.progress(PERCENT, (checks.size() - damaged) + " sound, " + damaged + " damaged");
    context.hold(Findings.class, new Findings(List.copyOf(checks)));
  }

  // A clock may have been set back between two of them.
  private static List<FoundBackup> parentsFirst(List<FoundBackup> all) {
    return all.stream().sorted(Comparator.comparingInt(b -> ancestors(all, b))).toList();
  }

  private static int ancestors(List<FoundBackup> all, FoundBackup backup) {
    return backup.problem().isEmpty() ? BackupShelf.chain(all, backup.id()).size() : 0;
  }

  private String problem(StepContext context, FoundBackup backup, Map<UUID, String> problems) {
    if (!backup.problem().isEmpty()) {
      return backup.problem();
    }
    String above = backup.parent().map(p -> problems.getOrDefault(p, "")).orElse("");
    if (!above.isEmpty()) {
      return "it needs backup " + backup.parent().orElseThrow() + ": " + above;
    }
    StoredBackup stored = backup.stored().orElseThrow();
    BackupFiles files = shelf.files(backup.place(), backup.container(), backup.id());
    try {
      return parts
          .leases()
          .work(
              Family.BACKUPS,
              stored.volume().kind(),
              context,
              (b, progress) -> {
                b.verify(files, progress);
                return "";
              });
    } catch (ContainerException e) {
      if (e.code() != ErrorCode.BROKEN_BACKUP) {
        throw e;
      }
      return e.getMessage();
    }
  }
}
