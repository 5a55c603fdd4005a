package io.cooperage.core.job;

import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.spi.store.JournalRecord;
import java.util.Optional;

/** The engine's own way to jobs. Safe for any thread. */
public interface Jobs {
  /**
   * Begins a job.
   *
   * @throws io.cooperage.api.error.ContainerException BUSY if a job holds the target
   */
  <T> Job<T> submit(JobRequest<T> request);

  /** Begins a job as soon as the target is free. */
  <T> Job<T> enqueue(JobRequest<T> request);

  /**
   * Does a short piece of work as soon as the target is free; nobody is told, nobody finds it busy.
   */
  void quietly(String target, Runnable work);

  /** Finishes or undoes, by the recipe, what another engine began. */
  Job<Void> recover(JournalRecord journal, Recipe recipe);

  /** The job that holds a target. */
  Optional<String> holder(String target);

  /** A job that runs, or one of the last that ended. */
  Optional<JobInfo> find(String id);
}
