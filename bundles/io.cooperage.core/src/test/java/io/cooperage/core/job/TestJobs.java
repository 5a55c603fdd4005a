package io.cooperage.core.job;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

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

  @Override
  public void close() {
    fixture.close();
  }
}
