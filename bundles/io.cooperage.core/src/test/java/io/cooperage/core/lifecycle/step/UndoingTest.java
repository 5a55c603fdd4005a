package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoingTest {
  private final List<String> undone = new ArrayList<>();

  private Step step(String name) {
    return new Step() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void run(StepContext context) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void undo(StepContext context) {
        undone.add(name);
      }
    };
  }

  @Test
  void aListIsTakenBackFromItsEnd() {
    List<Step> back = Undoing.backwards(List.of(step("A"), step("B")));
    assertThat(back).extracting(Step::name).containsExactly("UndoB", "UndoA");
    back.forEach(s -> s.run(null));
    assertThat(undone).containsExactly("B", "A");
  }
}
