package io.cooperage.plugin;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobState;
import io.cooperage.spi.job.JobRunner;
import io.cooperage.spi.job.JobTask;
import io.cooperage.spi.node.ProgressSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Runs a job on the caller's thread; its error comes out of await. */
final class DirectJobs implements JobRunner, ProgressSink {
  @Override
  public <T> Job<T> submit(String action, String target, JobTask<T> task) {
    Optional<T> result = Optional.empty();
    ContainerException error = null;
    try {
      result = Optional.ofNullable(task.run(this));
    } catch (ContainerException e) {
      error = e;
    }
    return new Ended<>(action, target, result, error);
  }

  @Override
  public void progress(int percent, String message) {}

  @Override
  public void checkCancelled() {}

  private record Ended<T>(
      String action, String target, Optional<T> result, ContainerException error)
      implements Job<T> {
    @Override
    public JobInfo info() {
      JobState state = error == null ? JobState.SUCCEEDED : JobState.FAILED;
      String code = error == null ? "" : error.code().name();
      return new JobInfo(
          "1", action, target, state, "", 100, "", code, Instant.EPOCH, Optional.of(Instant.EPOCH));
    }

    @Override
    public Optional<T> await(Duration timeout) {
      if (error != null) {
        throw new ContainerException(error.code(), error.getMessage(), error.hint(), error);
      }
      return result;
    }

    @Override
    public void cancel() {
      throw new ContainerException(ErrorCode.NO_SUCH_JOB, "it has ended");
    }
  }
}
