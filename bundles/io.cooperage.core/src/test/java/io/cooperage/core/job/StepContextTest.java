package io.cooperage.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepContextTest {
  private final List<String> closed = new ArrayList<>();
  private boolean cancelled;

  private StepContext context() {
    return new StepContext("j", "x", Instant.EPOCH, (p, m) -> {}, () -> cancelled);
  }

  @Test
  void heldObjectsAreClosedUnlessTheyWereTaken() {
    StepContext context = context();
    context.hold(Closeable.class, () -> closed.add("held"));
    context.hold(AutoCloseable.class, () -> closed.add("taken"));
    assertThat(context.take(AutoCloseable.class)).isPresent();
    assertThat(context.held(AutoCloseable.class)).isEmpty();
    context.close();
    assertThat(closed).containsExactly("held");
  }

  @Test
  void oneThatDoesNotCloseIsNoMatterForTheOthers() {
    StepContext context = context();
    context.hold(
        AutoCloseable.class,
        () -> {
          throw new IllegalStateException("boom");
        });
    context.hold(Closeable.class, () -> closed.add("held"));
    assertThatCode(context::close).doesNotThrowAnyException();
    assertThat(closed).containsExactly("held");
  }

  @Test
  void aCancelIsHeardAtTheNextCheck() {
    StepContext context = context();
    context.checkCancelled();
    cancelled = true;
    assertThatThrownBy(context::checkCancelled).hasMessage("job j was cancelled");
  }

  @Test
  void absentValuesAreEmpty() {
    StepContext context = context();
    assertThat(context.value("x")).isEmpty();
    context.put("x", "1");
    assertThat(context.value("x")).isEqualTo("1");
  }
}
