package io.cooperage.shell.backup;

import io.cooperage.api.backup.Backup;
import io.cooperage.api.backup.BackupBase;
import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.error.ContainerException;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import java.util.List;
import java.util.Optional;

/** Words that the verbs on backups have in common. */
final class BackupWords {
  static final String TARGET = "--target";

  private BackupWords() {}

  /** Completes the CTIDs of containers. */
  static Completion containers(ContainerService containers) {
    return prefix ->
        containers.list(ContainerFilter.all()).stream().map(c -> c.ctid().toString()).toList();
  }

  /** Completes the backups at the node's own place. */
  static Completion backups(BackupService backups) {
    return prefix -> {
      try {
        return backups.list(Optional.empty(), Optional.empty()).stream()
            .map(Backup::id)
            .map(BackupId::toString)
            .toList();
      } catch (ContainerException e) {
        return List.of();
      }
    };
  }

  /** Completes the places for which something is kept of any container. */
  static Completion bases(ContainerService containers, BackupService backups) {
    return prefix ->
        containers.list(ContainerFilter.all()).stream()
            .flatMap(c -> bases(backups, ContainerRef.of(c.id())).stream())
            .map(BackupBase::location)
            .distinct()
            .sorted()
            .toList();
  }

  private static List<BackupBase> bases(BackupService backups, ContainerRef ref) {
    try {
      return backups.bases(ref);
    } catch (ContainerException e) {
      return List.of();
    }
  }

  static Syntax.Builder target(Syntax.Builder syntax) {
    return syntax.option(
        TARGET,
        "PLACE",
        "Where backups are kept: an absolute path, or KIND:PLACE; else the node's own place.",
        Completion.NONE);
  }

  static Optional<String> target(Call call) {
    return call.value(TARGET);
  }

  static BackupId id(Call call, String text) {
    try {
      return BackupId.parse(text);
    } catch (IllegalArgumentException e) {
      throw Call.bad("BACKUP", text, "must be a UUID");
    }
  }
}
