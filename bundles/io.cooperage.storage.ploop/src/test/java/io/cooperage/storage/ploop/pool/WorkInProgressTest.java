package io.cooperage.storage.ploop.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WorkInProgressTest {
  private static final Path PATH = Path.of("/pool/one");
  private static final Path OTHER = Path.of("/pool/other");

  private final WorkInProgress work = new WorkInProgress();

  @Test
  void whatIsWorkedOnIsKnownUntilItEnds() {
    assertThat(work.<Boolean>during(PATH, () -> work.has(PATH))).isTrue();
    assertThat(work.has(PATH)).isFalse();
    assertThatThrownBy(() -> work.during(PATH, () -> Integer.parseInt("x")))
        .isInstanceOf(NumberFormatException.class);
    assertThat(work.has(PATH)).as("after a failure").isFalse();
    work.end(PATH);
  }

  @Test
  void shortWorkIsDoneUnlessSomebodyWorksOnTheSame() {
    work.begin(PATH);
    assertThat(work.unlessBusy(PATH, () -> "done")).isEmpty();
    assertThat(work.unlessBusy(OTHER, () -> "done")).contains("done");
    work.end(PATH);
    assertThat(work.unlessBusy(PATH, () -> "done")).contains("done");
  }

  @Test
  void whoComesSecondWaitsForTheFirst() {
    work.begin(PATH);
    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(() -> work.during(PATH, () -> work.has(OTHER)));
    work.begin(OTHER);
    assertThat(second).isNotDone();
    work.end(PATH);
    assertThat(second.join()).isTrue();
  }
}
