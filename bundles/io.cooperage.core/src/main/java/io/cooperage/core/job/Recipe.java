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
 * @param resumes whether an interrupted one is finished after a crash even before that point
 * @param complete whether an interrupted one had in fact done its work
 */
public record Recipe(
    String action,
    boolean durable,
    int commitAt,
    boolean resumes,
    Predicate<StepContext> complete,
    List<Step> steps) {
  public Recipe {
    steps = List.copyOf(steps);
  }

  /** All or nothing: what fails or is interrupted is undone. */
  public static Recipe undoable(String action, boolean durable, List<Step> steps) {
    return new Recipe(action, durable, steps.size(), false, c -> false, steps);
  }

  /** No way back: what fails is noted and the rest is done. */
  public static Recipe forward(String action, boolean durable, List<Step> steps) {
    return new Recipe(action, durable, 0, true, c -> false, steps);
  }

  /** The same, counted as done after a crash when the predicate holds. */
  public Recipe completeWhen(Predicate<StepContext> predicate) {
    return new Recipe(action, durable, commitAt, resumes, predicate, steps);
  }
}
