package io.cooperage.core.lifecycle;

import io.cooperage.api.backup.BackupOptions;
import io.cooperage.api.backup.BackupOptions.Form;
import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.core.backup.KeptBackups;
import io.cooperage.core.backup.KeptBackups.Dated;
import io.cooperage.core.lifecycle.step.BackupPlace;
import io.cooperage.core.lifecycle.step.BackupShelf;
import io.cooperage.core.lifecycle.step.FoundBackup;
import io.cooperage.core.roster.LiveContainer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A backup that is due, and the end of those that are not kept any longer. */
record ScheduledBackup(
    BackupJobs backups, LiveContainer live, BackupSchedule schedule, InstantSource clock) {
  void run() {
    BackupPlace place = BackupPlace.parse(schedule.location());
    Form form = form(backups.all(place, live.id()));
    backups
        .backup(live, new BackupOptions(form, Optional.of(schedule.location()), "scheduled"))
        .await();
    List<UUID> gone = superfluous(backups.all(place, live.id()));
    if (!gone.isEmpty()) {
      backups.remove(place, live.id(), gone).await();
    }
  }

  private Form form(List<FoundBackup> all) {
    if (all.isEmpty()) {
      return Form.ANY;
    }
    FoundBackup newest = all.get(all.size() - 1);
    boolean whole = newest.problem().isEmpty();
    return whole && BackupShelf.chain(all, newest.id()).size() < schedule.chain()
        ? Form.ANY
        : Form.FULL;
  }

  // What cannot be used, or was made by a clock that went wrong, is for the operator to look at: it
  // neither goes nor takes the place of another.
  private List<UUID> superfluous(List<FoundBackup> all) {
    Instant now = clock.instant();
    return KeptBackups.superfluous(
        schedule.retention(),
        all.stream()
            .filter(b -> b.problem().isEmpty() && !b.createdAt().isAfter(now))
            .map(b -> new Dated(b.id(), b.parent(), b.createdAt()))
            .toList());
  }
}
