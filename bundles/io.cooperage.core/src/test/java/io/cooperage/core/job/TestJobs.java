package io.cooperage.core.job;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A job engine for tests of other packages. */
public final class TestJobs implements AutoCloseable {
  private final JobFixture fixture = new JobFixture();

  public Jobs jobs() {
    return fixture.engine();
  }

  /** Runs a recipe to its end. */
  public void run(Jobs jobs, Recipe recipe) {
    jobs.submit(JobRequest.<Void>of(recipe, "", Map.of(), c -> Optional.empty()))
        .await(Duration.ofSeconds(20));
  }

  /** A job whose only step waits while asked to. */
  public JobRequest<Void> parking(
      String action, String target, BooleanSupplier away, String reason) {
    Step step =
        fixture.step(
            "A",
            c -> {
              if (away.getAsBoolean()) {
                throw new ContainerException(ErrorCode.WAITING, reason);
              }
            });
    Recipe recipe = Recipe.committing(action, false, 0, List.of(step));
    return JobRequest.of(recipe, target, Map.of(), c -> Optional.empty());
  }

  @Override
  public void close() {
    fixture.close();
  }
}
