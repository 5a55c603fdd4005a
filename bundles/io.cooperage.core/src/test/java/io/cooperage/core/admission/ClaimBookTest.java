package io.cooperage.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.Budget;
import io.cooperage.core.node.Overcommit;
import io.cooperage.spi.controller.Capacity;
import io.cooperage.spi.controller.Claim;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimBookTest {
  private static final long GIB = 1L << 30;
  private static final String MEMORY = "memory.guarantee";
  private static final Map<String, String> PLOOP = Map.of("storage", "ploop");

  private final ContainerId id = ContainerId.random();

  private static ClaimBook book(String... overcommit) {
    return new ClaimBook(
        Overcommit.of(
            overcommit.length == 0
                ? Map.of()
                : Map.of("overcommit." + overcommit[0], overcommit[1])));
  }

  private static Assessment claim(String resource, long amount) {
    return new Assessment(
        List.of(),
        List.of(Claim.amount(resource, amount)),
        Map.of(resource, new Capacity(resource, "bytes", 8 * GIB)),
        Map.of());
  }

  private static void hold(ClaimBook book, ContainerId id, String resource, long amount) {
    book.holdFree(id, PLOOP, claim(resource, amount), () -> {});
  }

  private static ContainerException refusal(ClaimBook book, String resource, long amount) {
    return catchThrowableOfType(
        ContainerException.class, () -> hold(book, ContainerId.random(), resource, amount));
  }

  @Test
  void theSumOfGuaranteesNeverExceedsTheNode() {
    ClaimBook book = book();
    hold(book, id, MEMORY, 6 * GIB);
    ContainerException e = refusal(book, MEMORY, 3 * GIB);
    assertThat(e.code()).isEqualTo(ErrorCode.NO_RESOURCES);
    assertThat(e)
        .hasMessageContaining("memory.guarantee '3G' is more than the 2G that can be had")
        .hasMessageContaining("6G of 8G are promised");
    hold(book, ContainerId.random(), MEMORY, 2 * GIB);
  }

  @Test
  void aRatioStretchesTheNodeButNotForOneCt() {
    ClaimBook book = book(MEMORY, "1.5");
    hold(book, id, MEMORY, 6 * GIB);
    hold(book, ContainerId.random(), MEMORY, 6 * GIB);
    assertThat(refusal(book, MEMORY, 1).code()).isEqualTo(ErrorCode.NO_RESOURCES);
    assertThat(refusal(book(MEMORY, "9"), MEMORY, 9 * GIB)).hasMessageContaining("9 times");
  }

  @Test
  void diskSpaceHasNoBoundInSumUnlessConfigured() {
    ClaimBook free = book();
    hold(free, id, Room.DISK, 8 * GIB);
    hold(free, ContainerId.random(), Room.DISK, 8 * GIB);
    assertThat(refusal(free, Room.DISK, 9 * GIB).code()).isEqualTo(ErrorCode.NO_SPACE);
    ClaimBook strict = book(Room.DISK, "1");
    hold(strict, id, Room.DISK, 8 * GIB);
    assertThat(refusal(strict, Room.DISK, GIB).code()).isEqualTo(ErrorCode.NO_SPACE);
  }

  @Test
  void poolsOfOtherKindsAreOtherSpace() {
    ClaimBook book = book(Room.DISK, "1");
    hold(book, id, Room.DISK, 8 * GIB);
    assertThatCode(
            () ->
                book.holdFree(
                    ContainerId.random(),
                    Map.of("storage", "other"),
                    claim(Room.DISK, 8 * GIB),
                    () -> {}))
        .doesNotThrowAnyException();
  }

  @Test
  void whatACtHasItKeepsAlsoOnANodeThatPromisedTooMuch() {
    ClaimBook book = book(MEMORY, "2");
    hold(book, id, MEMORY, 8 * GIB);
    hold(book, ContainerId.random(), MEMORY, 8 * GIB);
    assertThatCode(() -> hold(book, id, MEMORY, 8 * GIB)).doesNotThrowAnyException();
    assertThatCode(() -> hold(book, id, MEMORY, 4 * GIB)).doesNotThrowAnyException();
  }

  @Test
  void aResourceThatNobodyMeasuresIsNotLimited() {
    Assessment claim =
        new Assessment(List.of(), List.of(Claim.amount("x", Long.MAX_VALUE)), Map.of(), Map.of());
    ClaimBook book = book();
    book.holdFree(id, PLOOP, claim, () -> {});
    book.holdFree(ContainerId.random(), PLOOP, claim, () -> {});
    assertThat(book.budgets(List.of(new Capacity("x", "count", 5)), () -> {}).get(0).left())
        .isZero();
  }

  @Test
  void budgetsSayWhatIsPromisedAndLeft() {
    ClaimBook book = book(MEMORY, "1.5");
    hold(book, id, MEMORY, 6 * GIB);
    Budget budget = book.budgets(List.of(new Capacity(MEMORY, "bytes", 8 * GIB)), () -> {}).get(0);
    assertThat(budget.promised()).isEqualTo(6 * GIB);
    assertThat(budget.left()).isEqualTo(6 * GIB);
    assertThat(budget.overcommit()).hasValue(1.5);
  }

  @Test
  void storedAndAppliedTextsCountOnceAndAtTheirMost() {
    assertThat(
            ClaimSum.widest(
                List.of(
                    List.of(Claim.amount("a", 2), Claim.amount("a", 1), Claim.exclusive("k", "1")),
                    List.of(Claim.amount("a", 2), Claim.exclusive("k", "1")))))
        .containsExactlyInAnyOrder(Claim.amount("a", 3), Claim.exclusive("k", "1"));
  }
}
