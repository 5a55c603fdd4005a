package io.cooperage.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TargetTurnsTest {
  private static final ContainerId CT = ContainerId.random();
  private static final String PLACE = "file:/srv";

  private final TargetTurns turns = new TargetTurns();

  @Test
  void oneAtATimeHasTheTurnOfAPlaceAndACt() {
    List<String> done = new ArrayList<>();
    turns.inTurn(
        PLACE,
        CT,
        Duration.ZERO,
        () -> {
          assertThat(turns.ifFree(PLACE, CT, () -> done.add("same"))).isFalse();
          assertThat(turns.ifFree("file:/other", CT, () -> done.add("place"))).isTrue();
          assertThat(turns.ifFree(PLACE, ContainerId.random(), () -> done.add("ct"))).isTrue();
        });
    assertThat(turns.ifFree(PLACE, CT, () -> done.add("after"))).isTrue();
    assertThat(done).containsExactly("place", "ct", "after");
  }

  @Test
  void whoWaitsHasTheTurnNextOrIsToldThatNobodyAnswers() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(
            () ->
                turns.inTurn(
                    PLACE,
                    CT,
                    Duration.ZERO,
                    () -> {
                      inside.countDown();
                      await(leave);
                    }));
    await(inside);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> turns.inTurn(PLACE, CT, Duration.ofMillis(5), () -> {}))
        .withMessageContaining(PLACE)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> turns.inTurn(PLACE, CT, Duration.ofSeconds(20), () -> {}));
    leave.countDown();
    first.join();
    second.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
