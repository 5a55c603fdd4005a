package io.cooperage.core.lifecycle;

import io.cooperage.api.backup.Retention;
import io.cooperage.core.backup.KeptBackups;
import io.cooperage.core.backup.KeptBackups.Dated;
import io.cooperage.core.lifecycle.step.FoundBackup;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a retention lets go of the backups that were found, and what it would if it knew more.
 *
 * @param gone those to delete, each before what it needs
 * @param withheld why nothing is deleted though it could be; else empty
 */
record Superfluous(List<UUID> gone, String withheld) {
  /**
   * Chooses. What cannot be used, or was made by a clock that went wrong, is for the operator to
   * look at: it neither goes nor takes the place of another. While one cannot be read nobody knows
   * what it needs, so nothing goes.
   */
  static Superfluous of(Retention retention, List<FoundBackup> all, Instant now) {
    Predicate<FoundBackup> counts = b -> b.problem().isEmpty() && !b.createdAt().isAfter(now);
    List<UUID> gone =
        KeptBackups.superfluous(
            retention, dated(all, counts), dated(all, counts.negate().and(b -> isRead(b))));
    Optional<String> doubt = doubt(all);
    if (gone.isEmpty() || doubt.isEmpty()) {
      return new Superfluous(gone, "");
    }
    return new Superfluous(
        List.of(), gone.size() + " older backups are kept because " + doubt.get());
  }

  private static List<Dated> dated(List<FoundBackup> all, Predicate<FoundBackup> which) {
    return all.stream()
        .filter(which)
        .map(b -> new Dated(b.id(), b.parent(), b.createdAt()))
        .toList();
  }

  private static boolean isRead(FoundBackup backup) {
    return backup.stored().isPresent();
  }

  private static Optional<String> doubt(List<FoundBackup> all) {
    Set<UUID> ids = all.stream().map(FoundBackup::id).collect(Collectors.toSet());
    for (FoundBackup b : all) {
      if (!isRead(b)) {
        return Optional.of("backup " + b.id() + " may need them: " + b.problem());
      }
      if (b.parent().filter(p -> !ids.contains(p)).isPresent()) {
        return Optional.of(
            "backup "
                + b.parent().get()
                + ", which "
                + b.id()
                + " needs, is missing and may need them");
      }
    }
    return Optional.empty();
  }
}
