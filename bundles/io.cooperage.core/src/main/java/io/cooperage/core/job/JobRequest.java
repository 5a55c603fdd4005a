package io.cooperage.core.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A job to be done.
 *
 * @param action verb for listings
 * @param target what it holds while it runs; empty for nothing
 * @param recipes done one after the other, each journaled by itself
 * @param values what the steps compute from
 * @param prepare puts objects into the context before the first step
 * @param result what the job yields
 */
public record JobRequest<T>(
    String action,
    String target,
    List<Recipe> recipes,
    Map<String, String> values,
    Consumer<StepContext> prepare,
    Function<StepContext, Optional<T>> result) {
  public JobRequest {
    recipes = List.copyOf(recipes);
    values = Map.copyOf(values);
  }

  /** A job of one recipe. */
  public static <T> JobRequest<T> of(
      Recipe recipe,
      String target,
      Map<String, String> values,
      Function<StepContext, Optional<T>> result) {
    return new JobRequest<>(recipe.action(), target, List.of(recipe), values, c -> {}, result);
  }

  /** The same with something more to do before the first step. */
  public JobRequest<T> preparedBy(Consumer<StepContext> action) {
    return new JobRequest<>(this.action, target, recipes, values, prepare.andThen(action), result);
  }
}
