package io.cooperage.core.job;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** One job from its acceptance to its end. */
final class JobRun<T> implements Job<T>, RecipeRun.JobWatcher {
  private final Clock clock;
  private final Consumer<JobRun<?>> wake;
  private final CompletableFuture<Optional<T>> end = new CompletableFuture<>();
  private volatile boolean cancelled;
  private volatile boolean givenUp;
  private volatile JobInfo info;
  private StepContext context;
  private Function<StepContext, Optional<T>> result;
  private Supplier<Optional<T>> concluded = Optional::empty;
  private List<RecipeRun> runs = List.of();
  private int current;

  /** A new job; {@code wake} lets it go on when it is parked and was given up. */
  JobRun(String id, String action, String target, Clock clock, Consumer<JobRun<?>> wake) {
    this.clock = clock;
    this.wake = wake;
    this.info =
        new JobInfo(
            id, action, target, JobState.QUEUED, "", 0, "", "", clock.instant(), Optional.empty());
  }

  void equip(
      StepContext shared, List<RecipeRun> recipes, Function<StepContext, Optional<T>> yield) {
    context = shared;
    runs = recipes;
    result = yield;
  }

  /** Goes on as far as it can. On PARKED it is called again; else the outcome is final. */
  RecipeRun.Outcome proceed() {
    while (current < runs.size()) {
      RecipeRun run = runs.get(current);
      RecipeRun.Outcome outcome = run.proceed();
      if (outcome == RecipeRun.Outcome.PARKED) {
        update(JobState.WAITING, info.step(), info.percent(), run.waitsFor());
        return outcome;
      }
      if (outcome != RecipeRun.Outcome.DONE) {
        return outcome;
      }
      current++;
    }
    return RecipeRun.Outcome.DONE;
  }

  /** Settles the state that listings show; waiters go on with {@link #announce}. */
  void settle(RecipeRun.Outcome outcome) {
    if (outcome == RecipeRun.Outcome.DONE) {
      ended(JobState.SUCCEEDED, info.message(), "");
      return;
    }
    ContainerException e = failure(outcome);
    JobState state = e.code() == ErrorCode.CANCELLED ? JobState.CANCELLED : JobState.FAILED;
    ended(state, e.getMessage(), e.code().name());
  }

  private ContainerException failure(RecipeRun.Outcome outcome) {
    return outcome == RecipeRun.Outcome.ABANDONED
        ? new ContainerException(
            ErrorCode.WAITING, "the daemon ends; the next one finishes or undoes this job")
        : runs.get(current).failure().orElseThrow();
  }

  /** Takes the result out of what the steps kept, before that is closed. */
  void conclude(RecipeRun.Outcome outcome) {
    if (outcome != RecipeRun.Outcome.DONE) {
      return;
    }
    try {
      Optional<T> value = result.apply(context);
      concluded = () -> value;
    } catch (RuntimeException e) {
      concluded =
          () -> {
            throw e;
          };
    }
  }

  /** Wakes the waiters. */
  void announce(RecipeRun.Outcome outcome) {
    try {
      if (outcome == RecipeRun.Outcome.DONE) {
        end.complete(concluded.get());
      } else {
        end.completeExceptionally(failure(outcome));
      }
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  void close() {
    context.close();
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Whether it shall not wait for providers any more. */
  boolean isGivenUp() {
    return givenUp;
  }

  @Override
  public void step(String name, int percent, boolean undoing) {
    JobInfo i = info;
    String message = i.state() == JobState.WAITING ? "" : i.message();
    update(undoing ? JobState.UNDOING : JobState.RUNNING, name, undoing ? -1 : percent, message);
  }

  void report(int percent, String message) {
    update(info.state(), info.step(), percent, message);
  }

  private void update(JobState state, String step, int percent, String message) {
    JobInfo i = info;
    info =
        new JobInfo(
            i.id(),
            i.action(),
            i.target(),
            state,
            step,
            percent,
            message,
            "",
            i.createdAt(),
            Optional.empty());
  }

  private void ended(JobState state, String message, String code) {
    JobInfo i = info;
    info =
        new JobInfo(
            i.id(),
            i.action(),
            i.target(),
            state,
            "",
            state == JobState.SUCCEEDED ? 100 : i.percent(),
            message,
            code,
            i.createdAt(),
            Optional.of(clock.instant()));
  }

  @Override
  public JobInfo info() {
    return info;
  }

  @Override
  public Optional<T> await(Duration timeout) {
    try {
      return end.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ContainerException c
          ? c
          : new ContainerException(ErrorCode.INTERNAL, "job " + info.id() + " failed", "", e);
    } catch (TimeoutException e) {
      throw late(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.CANCELLED, "interrupted", "", e);
    }
  }

  private ContainerException late(Duration timeout) {
    JobInfo i = info;
    String reason = i.state() == JobState.WAITING ? ": " + i.message() : "";
    return new ContainerException(
        ErrorCode.TIMEOUT,
        "job " + i.id() + " goes on after " + timeout.toMillis() + " ms" + reason,
        "'ct job show " + i.id() + "' tells how far it is.");
  }

  @Override
  public void cancel() {
    cancelled = true;
    // One that is cancelled while it works still waits for what its undo needs.
    if (info.state() == JobState.WAITING) {
      givenUp = true;
      wake.accept(this);
    }
  }
}
