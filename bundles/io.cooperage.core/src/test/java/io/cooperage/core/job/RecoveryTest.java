package io.cooperage.core.job;

import static io.cooperage.core.job.JobFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.job.Job;
import io.cooperage.spi.store.JournalRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private final JobFixture fixture = new JobFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<Step> steps() {
    return List.of(fixture.step("A"), fixture.step("B"), fixture.step("C"));
  }

  private Job<Void> recover(Recipe recipe, boolean undoing, String... begun) {
    JournalRecord journal =
        new JournalRecord(
            "j1", recipe.action(), "x", false, undoing, Instant.now(), Map.of(), List.of(begun));
    fixture.store().saveJournal(journal);
    return fixture.engine().recover(journal, recipe);
  }

  @Test
  void anInterruptedJobIsUndoneFromItsLastStepOn() {
    Job<Void> job = recover(Recipe.undoable("make", false, steps()), false, "A", "B");
    assertThatThrownBy(() -> job.await(PATIENCE)).hasMessageContaining("interrupted");
    assertThat(fixture.done()).containsExactly("undo B", "undo A");
    assertThat(fixture.store().journals()).isEmpty();
  }

  @Test
  void oneThatHadDoneItsWorkIsLeftAlone() {
    recover(Recipe.undoable("make", false, steps()).completeWhen(c -> true), false, "A", "B", "C")
        .await(PATIENCE);
    assertThat(fixture.done()).isEmpty();
    assertThat(fixture.store().journals()).isEmpty();
  }

  @Test
  void onePastThePointOfNoReturnIsFinishedFromItsLastStepOn() {
    recover(Recipe.committing("end", false, 0, steps()), false, "A", "B").await(PATIENCE);
    assertThat(fixture.done()).containsExactly("run B", "run C");
  }

  @Test
  void oneThatWasBeingUndoneIsUndone() {
    Job<Void> job =
        recover(Recipe.undoable("make", false, steps()).finishedFrom(0), true, "A", "B");
    assertThatThrownBy(() -> job.await(PATIENCE)).hasMessageContaining("undone");
    assertThat(fixture.done()).containsExactly("undo B", "undo A");
  }

  @Test
  void stepsThatAnotherVersionDidNotHaveAreSkipped() {
    Job<Void> job = recover(Recipe.undoable("make", false, steps()), false, "A", "Older");
    assertThatThrownBy(() -> job.await(PATIENCE)).hasMessageContaining("interrupted");
    assertThat(fixture.done()).containsExactly("undo A");
  }
}
