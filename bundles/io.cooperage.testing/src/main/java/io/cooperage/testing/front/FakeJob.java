package io.cooperage.testing.front;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A job that a test ends. */
public final class FakeJob<T> implements Job<T> {
  private final String id;
  private final String action;
  private final String target;
  private JobState state = JobState.RUNNING;
  private String waitsFor = "";
  private Optional<T> result = Optional.empty();
  private Optional<ContainerException> error = Optional.empty();

  public FakeJob(String id, String action, String target) {
    this.id = id;
    this.action = action;
    this.target = target;
  }

  /** Lets it wait for a provider, until it is ended. */
  public synchronized FakeJob<T> park(String reason) {
    waitsFor = reason;
    state = JobState.WAITING;
    return this;
  }

  /** Ends it well. */
  public synchronized FakeJob<T> succeed(Optional<T> value) {
    result = value;
    return end(JobState.SUCCEEDED);
  }

  /** Ends it with an error. */
  public synchronized FakeJob<T> fail(ContainerException failure) {
    error = Optional.of(failure);
    return end(JobState.FAILED);
  }

  private FakeJob<T> end(JobState last) {
    state = last;
    notifyAll();
    return this;
  }

  @Override
  public synchronized JobInfo info() {
    String message = error.map(Throwable::getMessage).orElse(state.ended() ? "" : waitsFor);
    String code = error.map(e -> e.code().name()).orElse("");
    Optional<Instant> ended = state.ended() ? Optional.of(Instant.EPOCH) : Optional.empty();
    return new JobInfo(id, action, target, state, "Step", -1, message, code, Instant.EPOCH, ended);
  }

  @Override
  public synchronized Optional<T> await(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      for (long left = timeout.toNanos();
          !state.ended() && left > 0;
          left = end - System.nanoTime()) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.CANCELLED, "interrupted", "", e);
    }
    if (!state.ended()) {
      throw new ContainerException(ErrorCode.TIMEOUT, "job " + id + " still runs");
    }
    if (error.isPresent()) {
      throw error.get();
    }
    return result;
  }

  @Override
  public synchronized void cancel() {
    if (!state.ended()) {
      error =
          Optional.of(new ContainerException(ErrorCode.CANCELLED, "job " + id + " was cancelled"));
      end(JobState.CANCELLED);
    }
  }
}
