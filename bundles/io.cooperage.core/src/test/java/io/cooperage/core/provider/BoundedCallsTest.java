package io.cooperage.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.core.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedCallsTest {
  private final BoundedCalls calls = new BoundedCalls();

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void anAnswerComesBack() throws ExecutionException {
    assertThat(calls.call(new Deadline(Duration.ofSeconds(5)), () -> "yes")).isEqualTo("yes");
  }

  @Test
  void aCallWithinACallStaysOnItsThreadAndTellsWhatItThrew() throws ExecutionException {
    Deadline deadline = new Deadline(Duration.ofSeconds(5));
    List<Thread> threads =
        calls.call(
            deadline,
            () -> List.of(Thread.currentThread(), inner(deadline, Thread::currentThread)));
    assertThat(threads.get(1)).isSameAs(threads.get(0)).isNotSameAs(Thread.currentThread());
    assertThatThrownBy(
            () ->
                calls.call(
                    deadline,
                    () ->
                        inner(
                            deadline,
                            () -> {
                              throw new IllegalStateException("inner");
                            })))
        .hasRootCauseMessage("inner");
  }

  private <R> R inner(Deadline deadline, Supplier<R> body) {
    try {
      return calls.call(deadline, body);
    } catch (ExecutionException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void whatTheCallThrewComesBackWhateverItIs() {
    assertThatThrownBy(
            () ->
                calls.call(
                    new Deadline(Duration.ofSeconds(5)),
                    () -> {
                      throw new NoClassDefFoundError("x");
                    }))
        .hasCauseInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void aCallThatHangsIsInterruptedAndGivenUp() {
    AtomicBoolean interrupted = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                calls.call(
                    new Deadline(Duration.ofMillis(30)),
                    () -> {
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        interrupted.set(true);
                      }
                      return 1;
                    }))
        .hasMessage("no answer within 30 ms");
    Eventually.holds("it was interrupted", interrupted::get);
  }
}
