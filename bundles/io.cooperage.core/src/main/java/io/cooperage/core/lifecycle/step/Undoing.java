package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import java.util.ArrayList;
import java.util.List;

/** Takes a step of the start back: a stop is the start's list backwards. */
record Undoing(Step step) implements Step {
  static List<Step> backwards(List<Step> steps) {
    List<Step> all = new ArrayList<>();
    steps.forEach(s -> all.add(0, new Undoing(s)));
    return all;
  }

  @Override
  public String name() {
    return "Undo" + step.name();
  }

  @Override
  public void run(StepContext context) {
    step.undo(context);
  }
}
