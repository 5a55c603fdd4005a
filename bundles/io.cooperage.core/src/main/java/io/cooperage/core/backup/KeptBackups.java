package io.cooperage.core.backup;

import io.cooperage.api.backup.Retention;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Chooses what a retention keeps. */
public final class KeptBackups {
  private KeptBackups() {}

  /**
   * A backup.
   *
   * @param parent the backup that it needs
   */
  public record Dated(UUID id, Optional<UUID> parent, Instant createdAt) {}

  /**
   * Those that may go, each before what it needs.
   *
   * @param all those that take part
   * @param held those that neither go nor take the place of others; what they need is kept too
   */
  public static List<UUID> superfluous(Retention retention, List<Dated> all, List<Dated> held) {
    if (retention.equals(Retention.EVERYTHING)) {
      return List.of();
    }
    List<Dated> newestFirst =
        all.stream().sorted(Comparator.comparing(Dated::createdAt).reversed()).toList();
    Set<UUID> kept = new HashSet<>();
    newestFirst.stream().limit(retention.last()).map(Dated::id).forEach(kept::add);
    keep(kept, newestFirst, retention.hourly(), t -> t.truncatedTo(ChronoUnit.HOURS).toString());
    keep(kept, newestFirst, retention.daily(), t -> t.toLocalDate().toString());
    keep(
        kept,
        newestFirst,
        retention.weekly(),
        t -> t.get(IsoFields.WEEK_BASED_YEAR) + "w" + t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    keep(kept, newestFirst, retention.monthly(), t -> t.getYear() + "m" + t.getMonthValue());
    held.forEach(b -> kept.add(b.id()));
    keepParents(kept, Stream.concat(all.stream(), held.stream()).toList());
    return childrenFirst(all.stream().filter(b -> !kept.contains(b.id())).toList());
  }

  private static void keep(
      Set<UUID> kept, List<Dated> newestFirst, int most, Function<ZonedDateTime, String> period) {
    Set<String> periods = new HashSet<>();
    for (Dated backup : newestFirst) {
      boolean first = periods.add(period.apply(backup.createdAt().atZone(ZoneOffset.UTC)));
      if (periods.size() > most) {
        return;
      }
      if (first) {
        kept.add(backup.id());
      }
    }
  }

  private static void keepParents(Set<UUID> kept, List<Dated> all) {
    boolean more = true;
    while (more) {
      more = false;
      for (Dated backup : all) {
        if (kept.contains(backup.id()) && backup.parent().isPresent()) {
          more |= kept.add(backup.parent().get());
        }
      }
    }
  }

  private static List<UUID> childrenFirst(List<Dated> gone) {
    List<Dated> left = new ArrayList<>(gone);
    List<UUID> sorted = new ArrayList<>();
    boolean more = true;
    while (more) {
      List<Dated> leaves = left.stream().filter(b -> !needed(left, b)).toList();
      leaves.forEach(b -> sorted.add(b.id()));
      more = left.removeAll(leaves);
    }
    return sorted;
  }

  private static boolean needed(List<Dated> all, Dated backup) {
    return all.stream().anyMatch(b -> b.parent().filter(backup.id()::equals).isPresent());
  }
}
