package io.cooperage.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.core.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
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
