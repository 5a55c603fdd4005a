package io.cooperage.core.job;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobService;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.store.JournalRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs on a bounded pool. When it ends, jobs in flight stop at their next step. */
@Component(service = {JobService.class, Jobs.class})
public final class JobEngine implements JobService, Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final Leases leases;
  private final Clock clock;
  private final JobThreads threads;
  private final JobQueues queues;
  private final JobHistory history = new JobHistory();
  private final Set<JobRun<?>> parked = ConcurrentHashMap.newKeySet();
  private final Leases.Subscription changes;
  private final AtomicLong number;
  private final AtomicLong changeCount = new AtomicLong();
  private volatile boolean ending;

  /** Called by the framework. */
  @Activate
  public JobEngine(@Reference Leases leases) {
    this(leases, Clock.systemUTC(), JobThreads.standard());
  }

  JobEngine(Leases leases, Clock clock, JobThreads threads) {
    this.leases = leases;
    this.clock = clock;
    this.threads = threads;
    this.queues = new JobQueues(threads);
    // Seconds grow faster than jobs do, so an id is not given out again after a restart.
    this.number = new AtomicLong(Duration.between(EPOCH, clock.instant()).toSeconds());
    this.changes = leases.onChange(f -> wakeParked());
  }

  /** Called by the framework. */
  @Deactivate
  public void close() {
    ending = true;
    changes.close();
    threads.close();
    parked.forEach(run -> finish(run, RecipeRun.Outcome.ABANDONED));
  }

  @Override
  public <T> Job<T> submit(JobRequest<T> request) {
    return add(request, true);
  }

  @Override
  public <T> Job<T> enqueue(JobRequest<T> request) {
    return add(request, false);
  }

  private <T> Job<T> add(JobRequest<T> request, boolean refuseIfHeld) {
    String id = Long.toString(number.incrementAndGet(), Character.MAX_RADIX);
    JobRun<T> run = new JobRun<>(id, request.action(), request.target(), clock, this::wake);
    StepContext context = context(run, run.info().createdAt());
    context.putAll(request.values());
    request.prepare().accept(context);
    List<RecipeRun> runs = request.recipes().stream().map(r -> recipeRun(r, context, run)).toList();
    run.equip(context, runs, request.result());
    enter(run, refuseIfHeld);
    return run;
  }

  private RecipeRun recipeRun(Recipe recipe, StepContext context, JobRun<?> run) {
    return new RecipeRun(leases, recipe, context, run, () -> ending, run::isGivenUp);
  }

  private StepContext context(JobRun<?> run, Instant createdAt) {
    return new StepContext(
        run.info().id(),
        run.info().target(),
        createdAt,
        run::report,
        () -> run.isCancelled() || ending);
  }

  @Override
  public Job<Void> recover(JournalRecord journal, Recipe recipe) {
    JobRun<Void> run =
        new JobRun<>(journal.job(), recipe.action(), journal.target(), clock, this::wake);
    StepContext context = context(run, journal.createdAt());
    context.putAll(journal.values());
    RecipeRun recipeRun = recipeRun(recipe, context, run);
    recipeRun.resume(journal);
    run.equip(context, List.of(recipeRun), c -> Optional.empty());
    enter(run, false);
    return run;
  }

  private void enter(JobRun<?> run, boolean refuseIfHeld) {
    String id = run.info().id();
    if (ending) {
      throw new ContainerException(ErrorCode.WAITING, "the daemon ends");
    }
    queues.add(
        queueOf(run), new JobQueues.Entry(Optional.of(id), () -> proceed(run)), refuseIfHeld);
    history.add(run);
  }

  private static String queueOf(JobRun<?> run) {
    String target = run.info().target();
    return target.isEmpty() ? "job " + run.info().id() : target;
  }

  @Override
  public void quietly(String target, Runnable work) {
    queues.add(target, new JobQueues.Entry(Optional.empty(), () -> quiet(target, work)), false);
  }

  private void quiet(String target, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError e) {
      if (e instanceof ContainerException c && c.code() == ErrorCode.WAITING) {
        // Who asks for such work asks again when a provider comes.
        LOG.debug("Background work on {} is put off: {}", target, c.getMessage());
      } else {
        LOG.warn("Background work on {} failed", target, e);
      }
    } finally {
      queues.finished(target, () -> {});
    }
  }

  private void proceed(JobRun<?> run) {
    long before = changeCount.get();
    RecipeRun.Outcome outcome = run.proceed();
    if (outcome == RecipeRun.Outcome.PARKED) {
      parked.add(run);
      if (changeCount.get() != before || run.isGivenUp()) {
        wake(run);
      }
      return;
    }
    finish(run, outcome);
  }

  private void finish(JobRun<?> run, RecipeRun.Outcome outcome) {
    run.conclude(outcome);
    run.close();
    queues.finished(queueOf(run), () -> run.settle(outcome));
    run.announce(outcome);
  }

  private void wakeParked() {
    changeCount.incrementAndGet();
    List.copyOf(parked).forEach(this::wake);
  }

  private void wake(JobRun<?> run) {
    if (parked.remove(run)) {
      threads.execute(() -> proceed(run));
    }
  }

  @Override
  public Optional<String> holder(String target) {
    return queues.holder(target);
  }

  @Override
  public List<JobInfo> list() {
    return history.list();
  }

  @Override
  public Optional<JobInfo> find(String id) {
    return history.find(id).map(JobRun::info);
  }

  @Override
  public JobInfo await(String id, Duration timeout) {
    JobRun<?> run = need(id);
    try {
      run.await(timeout);
    } catch (ContainerException e) {
      LOG.debug("Job {} ended or goes on: {}", id, e.getMessage());
    }
    return run.info();
  }

  @Override
  public void cancel(String id) {
    need(id).cancel();
  }

  private JobRun<?> need(String id) {
    return history
        .find(id)
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NO_SUCH_JOB, "no job " + id, "'ct job list' shows the last ones."));
  }
}
