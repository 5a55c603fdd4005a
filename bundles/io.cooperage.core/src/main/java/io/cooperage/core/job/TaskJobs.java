package io.cooperage.core.job;

import io.cooperage.api.job.Job;
import io.cooperage.spi.job.JobRunner;
import io.cooperage.spi.job.JobTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Runs other bundles' tasks as jobs of one step that is not journaled. */
@Component(service = JobRunner.class)
public final class TaskJobs implements JobRunner {
  private final Jobs jobs;

  /** Called by the framework. */
  @Activate
  public TaskJobs(@Reference Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public <T> Job<T> submit(String action, String target, JobTask<T> task) {
    AtomicReference<T> result = new AtomicReference<>();
    Recipe recipe = Recipe.undoable(action, false, List.of(new TaskStep<>(task, result)));
    return jobs.enqueue(
        JobRequest.of(recipe, target, Map.of(), context -> Optional.ofNullable(result.get())));
  }

  private record TaskStep<T>(JobTask<T> task, AtomicReference<T> result) implements Step {
    @Override
    public String name() {
      return "Work";
    }

    @Override
    public boolean effective() {
      return false;
    }

    @Override
    public void run(StepContext context) {
      result.set(task.run(context));
    }
  }
}
