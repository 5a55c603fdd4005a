package io.cooperage.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private final JobFixture fixture = new JobFixture();
  private final List<Step> steps = List.of(fixture.step("A"), fixture.step("B"));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anUndoableRecipeNeverCommits() {
    Recipe recipe = Recipe.undoable("x", true, steps);
    assertThat(recipe.commitAt()).isEqualTo(2);
    assertThat(recipe.finishFrom()).isEqualTo(2);
    assertThat(recipe.durable(false).durable()).isFalse();
  }

  @Test
  void aCommittingOneIsFinishedAfterACrashFromItsPointOn() {
    Recipe recipe = Recipe.committing("x", false, 1, steps);
    assertThat(recipe.finishFrom()).isEqualTo(1);
    assertThat(recipe.finishedFrom(0).finishFrom()).isZero();
    assertThat(recipe.indexOf("B")).isEqualTo(1);
    assertThat(recipe.indexOf("older")).isEqualTo(-1);
  }
}
