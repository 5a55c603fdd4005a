package io.cooperage.core.job;

import java.util.List;
import java.util.function.Predicate;

/**
 * The steps of an action.
 *
 * @param action verb, as "start"; under this it is journaled and found again
 * @param durable whether it has effects that outlive a reboot of the host
 * @param commitAt how many steps can be undone: once a later one has begun the rest is finished,
 *     whatever fails
 * @param finishFrom index of the step from which on an interrupted job is finished after a crash,
 *     not undone
 * @param complete whether an interrupted one had in fact done its work
 */
public record Recipe(
    String action,
    boolean durable,
    int commitAt,
    int finishFrom,
    Predicate<StepContext> complete,
    List<Step> steps) {
  public Recipe {
    steps = List.copyOf(steps);
  }

  /** All or nothing: what fails or is interrupted is undone. */
  public static Recipe undoable(String action, boolean durable, List<Step> steps) {
    return new Recipe(action, durable, steps.size(), steps.size(), c -> false, steps);
  }

  /** No way back from a step on: what fails is noted, the rest is done, also after a crash. */
  public static Recipe committing(String action, boolean durable, int commitAt, List<Step> steps) {
    return new Recipe(action, durable, commitAt, commitAt, c -> false, steps);
  }

  /** The same, finished after a crash from that step on. */
  public Recipe finishedFrom(int step) {
    return new Recipe(action, durable, commitAt, step, complete, steps);
  }

  /** The same, counted as done after a crash when the predicate holds. */
  public Recipe completeWhen(Predicate<StepContext> predicate) {
    return new Recipe(action, durable, commitAt, finishFrom, predicate, steps);
  }

  /** The same with or without effects that outlive a reboot. */
  public Recipe durable(boolean value) {
    return new Recipe(action, value, commitAt, finishFrom, complete, steps);
  }

  int indexOf(String step) {
    return steps.stream().map(Step::name).toList().indexOf(step);
  }
}
