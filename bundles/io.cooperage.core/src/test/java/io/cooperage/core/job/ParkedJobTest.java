package io.cooperage.core.job;

import static io.cooperage.core.job.JobFixture.PATIENCE;
import static io.cooperage.core.job.JobFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobState;
import io.cooperage.core.Eventually;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkedJobTest {
  private final JobFixture fixture = new JobFixture();
  private final JobEngine engine = fixture.engine();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Consumer<StepContext> fails(ErrorCode code, String message) {
    return c -> {
      throw new ContainerException(code, message);
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Job<String> parked(Recipe recipe) {
    Job<String> job = engine.submit(request("x", recipe));
    Eventually.holds("it waits", () -> job.info().state() == JobState.WAITING);
    return job;
  }

  @Test
  void anUndoThatWaitsIsGivenUpAndTheRestIsUndone() {
    Job<String> job =
        parked(
            Recipe.undoable(
                "make",
                false,
                List.of(
                    fixture.step("A"),
                    fixture.step("B", c -> {}, fails(ErrorCode.WAITING, "waiting for x")),
                    fixture.step("C", fails(ErrorCode.KERNEL, "EIO")))));
    engine.cancel(job.info().id());
    assertThatThrownBy(() -> job.await(PATIENCE))
        .hasMessage("EIO; and not all could be undone: undo of B: waiting for x");
    assertThat(fixture.done())
        .containsExactly("run A", "run B", "run C", "undo C", "undo B", "undo B", "undo A");
    assertThat(engine.holder("x")).isEmpty();
    assertThat(fixture.store().journals()).isEmpty();
  }

  @Test
  void whatTearsDownIsFinishedWithoutTheProvider() {
    Job<String> job =
        parked(
            Recipe.committing(
                "stop",
                false,
                0,
                List.of(
                    fixture.step("A", fails(ErrorCode.WAITING, "waiting for x")),
                    fixture.step("B"))));
    job.cancel();
    assertThatThrownBy(() -> job.await(PATIENCE))
        .hasMessage("job " + job.info().id() + " was cancelled at A: waiting for x");
    assertThat(job.info().state()).isEqualTo(JobState.CANCELLED);
    assertThat(fixture.done()).containsExactly("run A", "run A", "run B");
    assertThat(fixture.store().journals()).isEmpty();
  }

  @Test
  void whatOutlivesARebootStopsWhereItStands() {
    Job<String> job =
        parked(
            Recipe.committing(
                "destroy",
                true,
                0,
                List.of(
                    fixture.step("DestroyDisk", fails(ErrorCode.WAITING, "waiting for x")),
                    fixture.step("DeleteRecord"))));
    engine.cancel(job.info().id());
    assertThatThrownBy(() -> job.await(PATIENCE)).hasMessageContaining("cancelled at DestroyDisk");
    assertThat(fixture.done()).containsExactly("run DestroyDisk", "run DestroyDisk");
    assertThat(fixture.store().journals()).isEmpty();
  }

  @Test
  void theUndoOfAJobThatWasCancelledAtWorkWaitsUntilItIsCancelledAgain() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Job<String> job =
        engine.submit(
            request(
                "x",
                Recipe.undoable(
                    "make",
                    false,
                    List.of(
                        fixture.step(
                            "A",
                            c -> {
                              inside.countDown();
                              await(go);
                              c.checkCancelled();
                            },
                            fails(ErrorCode.WAITING, "waiting for x"))))));
    await(inside);
    job.cancel();
    go.countDown();
    Eventually.holds("its undo waits", () -> job.info().state() == JobState.WAITING);
    job.cancel();
    assertThatThrownBy(() -> job.await(PATIENCE))
        .hasMessageContaining("was cancelled; and not all could be undone");
    assertThat(job.info().state()).isEqualTo(JobState.CANCELLED);
    assertThat(engine.holder("x")).isEmpty();
  }
}
