package io.cooperage.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedCallsTest {
  private static final UnaryOperator<ContainerException> AS_IT_IS = UnaryOperator.identity();

  private final BoundedCalls calls = new BoundedCalls();

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void anAnswerComesBack() throws ExecutionException {
    assertThat(calls.call(new Deadline(Duration.ofSeconds(5)), () -> "yes", AS_IT_IS))
        .isEqualTo("yes");
  }

  @Test
  void aCallWithinACallStaysOnItsThreadAndTellsWhatItThrew() throws ExecutionException {
    Deadline deadline = new Deadline(Duration.ofSeconds(5));
    List<Thread> threads =
        calls.call(
            deadline,
            () -> List.of(Thread.currentThread(), inner(deadline, Thread::currentThread)),
            AS_IT_IS);
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
                            }),
                    AS_IT_IS))
        .hasRootCauseMessage("inner");
  }

  private <R> R inner(Deadline deadline, Supplier<R> body) {
    try {
      return calls.call(deadline, body, AS_IT_IS);
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
                    },
                    AS_IT_IS))
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
                    },
                    AS_IT_IS))
        .hasMessage("no answer within 30 ms");
    Eventually.holds("it was interrupted", interrupted::get);
  }

  @Test
  void callsOfOneTurnShareItsThreadAndThoseApartHaveTheirOwn() {
    List<Thread> threads =
        calls.together(
            () ->
                List.of(
                    Thread.currentThread(),
                    inner(new Deadline(Duration.ofSeconds(5)), Thread::currentThread),
                    apart(new Deadline(Duration.ofSeconds(5)), Thread::currentThread)));
    assertThat(threads.get(1)).isSameAs(threads.get(0)).isNotSameAs(Thread.currentThread());
    assertThat(threads.get(2)).isNotSameAs(threads.get(0));
  }

  private <R> R apart(Deadline deadline, Supplier<R> body) {
    try {
      return calls.apart(deadline, body, AS_IT_IS);
    } catch (ExecutionException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void aTurnIsGivenUpWithItsCallAndGoesOnNoMore() {
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean wentOn = new AtomicBoolean();
    AtomicBoolean unwound = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                calls.together(
                    () -> {
                      try {
                        inner(new Deadline(Duration.ofMillis(30)), () -> stubborn(release));
                        wentOn.set(true);
                        return 1;
                      } finally {
                        unwound.set(true);
                      }
                    }))
        .isInstanceOf(ContainerException.class)
        .hasMessage("no answer within 30 ms");
    assertThat(unwound).isFalse();
    release.countDown();
    Eventually.holds("it ends once the call comes back", unwound::get);
    assertThat(wentOn).isFalse();
  }

  // Comes back when it is let, whoever interrupts it.
  private static int stubborn(CountDownLatch release) {
    while (release.getCount() > 0) {
      Thread.onSpinWait();
    }
    return 1;
  }

  @Test
  void aCallerThatIsInterruptedTakesItsTurnWithIt() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicReference<ErrorCode> failure = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                calls.together(() -> waits(inside, interrupted));
              } catch (ContainerException e) {
                failure.set(e.code());
              }
            });
    caller.start();
    inside.await();
    caller.interrupt();
    caller.join();
    assertThat(failure).hasValue(ErrorCode.WAITING);
    Eventually.holds("the work is interrupted", interrupted::get);
  }

  private static int waits(CountDownLatch inside, AtomicBoolean interrupted) {
    inside.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.set(true);
    }
    return 1;
  }

  @Test
  void whatTheWorkOfATurnThrewComesBackAsItIs() {
    assertThatThrownBy(
            () ->
                calls.together(
                    () -> {
                      throw new NoClassDefFoundError("x");
                    }))
        .isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void whoHangsAmongManyIsLeftOutAndTheOthersHaveTheirTurn() {
    CountDownLatch release = new CountDownLatch(1);
    List<String> done = new CopyOnWriteArrayList<>();
    List<String> failed = new ArrayList<>();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    try {
      calls.each(
          List.of("a", "hangs", "throws", "b", "c"),
          item -> {
            survived(item, release);
            threads.add(Thread.currentThread());
            done.add(item);
          },
          (item, e) -> failed.add(item + ": " + e.getMessage()));
    } finally {
      release.countDown();
    }
    assertThat(done).containsExactly("a", "b", "c");
    assertThat(failed).containsExactly("hangs: no answer within 30 ms", "throws: refused");
    assertThat(threads.get(2)).isSameAs(threads.get(1)).isNotSameAs(Thread.currentThread());
  }

  private void survived(String item, CountDownLatch release) {
    try {
      calls.survived(
          new Deadline(Duration.ofMillis(item.equals("hangs") ? 30 : 5000)),
          () -> {
            if (item.equals("throws")) {
              throw new ContainerException(ErrorCode.KERNEL, "refused");
            }
            return item.equals("hangs") ? stubborn(release) : 0;
          },
          AS_IT_IS);
    } catch (ExecutionException e) {
      throw (ContainerException) e.getCause();
    }
  }

  @Test
  void whatTheFailureIsAnsweredWithEndsAll() {
    List<Integer> done = new CopyOnWriteArrayList<>();
    assertThatThrownBy(
            () ->
                calls.each(
                    List.of(1, 2, 3),
                    i -> {
                      if (i == 2) {
                        throw new ContainerException(ErrorCode.KERNEL, "refused");
                      }
                      done.add(i);
                    },
                    (i, e) -> {
                      throw e;
                    }))
        .hasMessage("refused");
    assertThat(done).containsExactly(1);
  }

  @Test
  void aLoopWithinATurnHasOneThreadMore() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    calls.together(
        () -> {
          threads.add(Thread.currentThread());
          calls.each(List.of(1, 2), i -> threads.add(Thread.currentThread()), (i, e) -> {});
          return 1;
        });
    assertThat(threads.get(1)).isNotSameAs(threads.get(0)).isSameAs(threads.get(2));
  }
}
