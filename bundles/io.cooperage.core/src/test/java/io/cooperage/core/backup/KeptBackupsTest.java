package io.cooperage.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.backup.Retention;
import io.cooperage.core.backup.KeptBackups.Dated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeptBackupsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:30:00Z");

  private static UUID id(int number) {
    return new UUID(0, number);
  }

  /** Every six hours one, each for itself. */
  private static List<Dated> every6Hours(int count) {
    List<Dated> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new Dated(id(i), Optional.empty(), START.plus(Duration.ofHours(6L * i))));
    }
    return all;
  }

  private static List<Integer> kept(Retention retention, List<Dated> all) {
    Set<UUID> gone = new HashSet<>(KeptBackups.superfluous(retention, all, List.of()));
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!gone.contains(id(i))) {
        kept.add(i);
      }
    }
    return kept;
  }

  @Test
  void withoutNumbersEverythingIsKept() {
    assertThat(kept(Retention.EVERYTHING, every6Hours(5))).hasSize(5);
  }

  @Test
  void theNewestOfEachPeriodIsKept() {
    List<Dated> all = every6Hours(40);
    assertThat(kept(new Retention(3, 0, 0, 0, 0), all)).containsExactly(37, 38, 39);
    assertThat(kept(new Retention(0, 2, 0, 0, 0), all)).containsExactly(38, 39);
    assertThat(kept(new Retention(0, 0, 3, 0, 0), all)).containsExactly(31, 35, 39);
    assertThat(kept(new Retention(0, 0, 0, 2, 0), all)).containsExactly(15, 39);
    assertThat(kept(new Retention(0, 0, 0, 0, 5), all)).containsExactly(39);
    assertThat(kept(new Retention(2, 0, 2, 0, 0), all)).containsExactly(35, 38, 39);
  }

  @Test
  void whatAKeptOneNeedsIsKeptAndWhatGoesGoesBeforeItsParent() {
    List<Dated> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Optional<UUID> parent = i % 3 == 0 ? Optional.empty() : Optional.of(id(i - 1));
      all.add(new Dated(id(i), parent, START.plusSeconds(i)));
    }
    assertThat(kept(new Retention(1, 0, 0, 0, 0), all)).containsExactly(3, 4, 5);
    assertThat(KeptBackups.superfluous(new Retention(1, 0, 0, 0, 0), all, List.of()))
        .containsExactly(id(2), id(1), id(0));
  }

  @Test
  void whatIsHeldKeepsWhatItNeedsAndTakesNobodysPlace() {
    List<Dated> all = every6Hours(4);
    Dated held = new Dated(id(9), Optional.of(id(0)), START.plus(Duration.ofDays(99)));
    assertThat(KeptBackups.superfluous(new Retention(1, 0, 0, 0, 0), all, List.of(held)))
        .containsExactlyInAnyOrder(id(1), id(2));
  }

  @Test
  void noKeptOneEverLosesItsParent() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      List<Dated> all = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        Optional<UUID> parent =
            i == 0 || random.nextInt(4) == 0 ? Optional.empty() : Optional.of(id(i - 1));
        all.add(new Dated(id(i), parent, START.plus(Duration.ofHours(random.nextInt(5000)))));
      }
      Retention retention =
          new Retention(
              1 + random.nextInt(3),
              random.nextInt(3),
              random.nextInt(3),
              random.nextInt(3),
              random.nextInt(3));
      Set<UUID> gone = new HashSet<>(KeptBackups.superfluous(retention, all, List.of()));
      assertThat(all)
          .filteredOn(b -> !gone.contains(b.id()))
          .isNotEmpty()
          .noneMatch(b -> b.parent().filter(gone::contains).isPresent());
    }
  }
}
