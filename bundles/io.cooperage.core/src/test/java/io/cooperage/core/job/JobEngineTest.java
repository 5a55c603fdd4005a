package io.cooperage.core.job;

import static io.cooperage.core.job.JobFixture.PATIENCE;
import static io.cooperage.core.job.JobFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobState;
import io.cooperage.core.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobEngineTest {
  private final JobFixture fixture = new JobFixture();
  private final JobEngine engine = fixture.engine();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void stepsRunInOrderAndYieldAResult() {
    Recipe recipe =
        Recipe.undoable(
            "make", false, List.of(fixture.step("A", c -> c.put("made", "it")), fixture.step("B")));
    assertThat(engine.submit(request("x", recipe)).await(PATIENCE)).contains("it");
    assertThat(fixture.done()).containsExactly("run A", "run B");
    assertThat(fixture.store().journals()).isEmpty();
  }

  @Test
  void aFailureUndoesWhatWasBegunBackwards() {
    Recipe recipe =
        Recipe.undoable(
            "make",
            false,
            List.of(
                fixture.step("A"),
                fixture.step("B"),
                fixture.step(
                    "C",
                    c -> {
                      throw new ContainerException(ErrorCode.KERNEL, "EIO");
                    }),
                fixture.step("D")));
    Job<String> job = engine.submit(request("x", recipe));
    assertThatThrownBy(() -> job.await(PATIENCE)).hasMessage("EIO");
    assertThat(fixture.done())
        .containsExactly("run A", "run B", "run C", "undo C", "undo B", "undo A");
    assertThat(job.info().state()).isEqualTo(JobState.FAILED);
    assertThat(job.info().errorCode()).isEqualTo("KERNEL");
  }

  @Test
  void pastThePointOfNoReturnFailuresAreToldAndTheRestIsDone() {
    Recipe recipe =
        Recipe.committing(
            "end",
            false,
            1,
            List.of(
                fixture.step("A"),
                fixture.step(
                    "B",
                    c -> {
                      throw new IllegalStateException("boom");
                    }),
                fixture.step("C")));
    assertThatThrownBy(() -> engine.submit(request("x", recipe)).await(PATIENCE))
        .hasMessageContaining("boom");
    assertThat(fixture.done()).containsExactly("run A", "run B", "run C");
  }

  @Test
  void aTargetThatIsHeldAnswersBusyAtOnce() {
    CountDownLatch go = new CountDownLatch(1);
    Recipe slow = Recipe.undoable("slow", false, List.of(fixture.step("A", c -> await(go))));
    Job<String> first = engine.submit(request("x", slow));
    ContainerException e =
        catchThrowableOfType(ContainerException.class, () -> engine.submit(request("x", slow)));
    assertThat(e.code()).isEqualTo(ErrorCode.BUSY);
    assertThat(e).hasMessage("job " + first.info().id() + " runs");
    assertThat(engine.holder("x")).contains(first.info().id());
    engine.submit(request("y", Recipe.undoable("other", false, List.of()))).await(PATIENCE);
    go.countDown();
    first.await(PATIENCE);
    assertThat(engine.holder("x")).isEmpty();
  }

  @Test
  void enqueuedJobsAndQuietWorkComeOneAfterTheOther() {
    CountDownLatch go = new CountDownLatch(1);
    engine.submit(
        request("x", Recipe.undoable("a", false, List.of(fixture.step("A", c -> await(go))))));
    AtomicBoolean quiet = new AtomicBoolean();
    engine.quietly("x", () -> quiet.set(fixture.done().equals(List.of("run A"))));
    Job<String> last =
        engine.enqueue(request("x", Recipe.undoable("b", false, List.of(fixture.step("B")))));
    go.countDown();
    last.await(PATIENCE);
    assertThat(quiet).isTrue();
    assertThat(fixture.done()).containsExactly("run A", "run B");
  }

  @Test
  void quietWorkDoesNotMakeATargetBusy() {
    CountDownLatch go = new CountDownLatch(1);
    engine.quietly("x", () -> await(go));
    Job<String> job =
        engine.submit(request("x", Recipe.undoable("a", false, List.of(fixture.step("A")))));
    go.countDown();
    job.await(PATIENCE);
    assertThat(fixture.done()).containsExactly("run A");
  }

  @Test
  void aCancelledJobIsUndone() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Recipe recipe =
        Recipe.undoable(
            "long",
            false,
            List.of(
                fixture.step(
                    "A",
                    c -> {
                      inside.countDown();
                      await(go);
                      c.checkCancelled();
                    })));
    Job<String> job = engine.submit(request("x", recipe));
    await(inside);
    engine.cancel(job.info().id());
    go.countDown();
    assertThatThrownBy(() -> job.await(PATIENCE)).hasMessageContaining("cancelled");
    assertThat(job.info().state()).isEqualTo(JobState.CANCELLED);
    assertThat(fixture.done()).containsExactly("run A", "undo A");
  }

  @Test
  void anUndoThatMissesAProviderWaitsAndHoldsTheTarget() {
    AtomicBoolean away = new AtomicBoolean(true);
    Recipe recipe =
        Recipe.undoable(
            "make",
            false,
            List.of(
                fixture.step(
                    "A",
                    c -> {
                      throw new ContainerException(ErrorCode.KERNEL, "EIO");
                    },
                    c -> {
                      if (away.get()) {
                        throw new ContainerException(ErrorCode.WAITING, "waiting for x");
                      }
                    })));
    Job<String> job = engine.submit(request("x", recipe));
    Eventually.holds("it waits", () -> job.info().state() == JobState.WAITING);
    assertThat(job.info().message()).isEqualTo("waiting for x");
    assertThatThrownBy(() -> job.await(Duration.ofMillis(20)))
        .hasMessageEndingWith("goes on after 20 ms: waiting for x");
    assertThat(engine.holder("x")).isPresent();
    away.set(false);
    fixture.leases().add(io.cooperage.core.provider.Family.PROBE, new SilentProbe());
    assertThatThrownBy(() -> job.await(PATIENCE)).hasMessage("EIO");
    assertThat(fixture.done()).containsExactly("run A", "undo A", "undo A");
  }

  @Test
  void withoutAStoreNoStepBegins() {
    fixture.removeStore();
    Job<String> job =
        engine.submit(request("x", Recipe.undoable("a", false, List.of(fixture.step("A")))));
    assertThatThrownBy(() -> job.await(PATIENCE)).hasMessage("waiting for store");
    assertThat(fixture.done()).isEmpty();
  }

  @Test
  void whatStepsHoldIsClosedInTheEnd() {
    AtomicBoolean closed = new AtomicBoolean();
    Recipe recipe =
        Recipe.undoable(
            "a",
            false,
            List.of(fixture.step("A", c -> c.hold(AutoCloseable.class, () -> closed.set(true)))));
    engine.submit(request("x", recipe)).await(PATIENCE);
    assertThat(closed).isTrue();
  }

  @Test
  void theResultIsMadeOfWhatStepsHoldBeforeThatIsClosed() {
    Recipe recipe =
        Recipe.undoable(
            "a", false, List.of(fixture.step("A", c -> c.hold(String.class, "a note"))));
    JobRequest<String> request = JobRequest.of(recipe, "x", Map.of(), c -> c.held(String.class));
    assertThat(engine.submit(request).await(PATIENCE)).contains("a note");
  }

  @Test
  void jobsAreListedNewestFirstAndTwoHundredAreKept() {
    for (int i = 0; i < 210; i++) {
      engine.submit(request("x", Recipe.undoable("a" + i, false, List.of()))).await(PATIENCE);
    }
    List<JobInfo> all = engine.list();
    assertThat(all).hasSizeBetween(200, 201);
    assertThat(all.get(0).action()).isEqualTo("a209");
    assertThat(engine.find(all.get(0).id())).isPresent();
  }

  @Test
  void anUnknownJobIsNamed() {
    assertThatThrownBy(() -> engine.cancel("nope")).hasMessage("no job nope");
  }

  @Test
  void waitingForAJobHasAnEnd() {
    CountDownLatch go = new CountDownLatch(1);
    Job<String> job =
        engine.submit(
            request("x", Recipe.undoable("a", false, List.of(fixture.step("A", c -> await(go))))));
    assertThat(
            catchThrowableOfType(ContainerException.class, () -> job.await(Duration.ofMillis(20)))
                .code())
        .isEqualTo(ErrorCode.TIMEOUT);
    assertThat(engine.await(job.info().id(), Duration.ofMillis(20)).state())
        .isEqualTo(JobState.RUNNING);
    go.countDown();
    assertThat(engine.await(job.info().id(), PATIENCE).state()).isEqualTo(JobState.SUCCEEDED);
  }
}
