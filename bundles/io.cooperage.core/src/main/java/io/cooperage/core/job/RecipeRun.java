package io.cooperage.core.job;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.store.JournalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One recipe on its way. {@link #proceed} may stop when a provider is away and be called again. */
final class RecipeRun {
  private static final Logger LOG = LoggerFactory.getLogger(RecipeRun.class);

  private static final int NANOS_PER_MICRO = 1000;

  private final Leases leases;
  private final Recipe recipe;
  private final StepContext context;
  private final Journal journal;
  private final JobWatcher watcher;
  private final BooleanSupplier abandoned;
  private final BooleanSupplier givenUp;
  private final List<String> notUndone = new ArrayList<>();
  private ContainerException failure;
  private int next;
  private int undone;
  private boolean undoing;
  private String waitsFor = "";

  /** How far it came. */
  enum Outcome {
    DONE,
    FAILED,
    /** A provider is away: call again later. */
    PARKED,
    /** The engine ends: the journal stays for the next one. */
    ABANDONED
  }

  /** Hears what a run does, for the job's listing. */
  interface JobWatcher {
    void step(String name, int percent, boolean undoing);
  }

  RecipeRun(
      Leases leases,
      Recipe recipe,
      StepContext context,
      JobWatcher watcher,
      BooleanSupplier abandoned,
      BooleanSupplier givenUp) {
    this.leases = leases;
    this.recipe = recipe;
    this.context = context;
    this.watcher = watcher;
    this.abandoned = abandoned;
    this.givenUp = givenUp;
    this.journal = new Journal(leases, recipe, context);
  }

  /** Takes up what another engine began. */
  void resume(JournalRecord record) {
    journal.resume(record);
    int last =
        record.begun().isEmpty()
            ? 0
            : recipe.indexOf(record.begun().get(record.begun().size() - 1));
    if (recipe.complete().test(context)) {
      next = recipe.steps().size();
    } else if (last >= recipe.finishFrom() && !record.undoing()) {
      next = last;
    } else {
      failure =
          new ContainerException(
              ErrorCode.INTERNAL, recipe.action() + " was interrupted and is undone");
      undoing = true;
    }
  }

  /** Why it failed, and what of it could not be undone. */
  Optional<ContainerException> failure() {
    return Optional.ofNullable(failure).map(f -> notUndone.isEmpty() ? f : halfUndone(f));
  }

  private ContainerException halfUndone(ContainerException f) {
    return new ContainerException(
        f.code(),
        f.getMessage() + "; and not all could be undone: " + String.join("; ", notUndone),
        "'ct show' tells what is in force and where it differs from what is stored.");
  }

  /** What a parked run waits for, as "waiting for storage.ploop". */
  String waitsFor() {
    return waitsFor;
  }

  Outcome proceed() {
    if (!undoing && !forward()) {
      return abandoned.getAsBoolean() ? Outcome.ABANDONED : Outcome.PARKED;
    }
    if (undoing && !backward()) {
      return abandoned.getAsBoolean() ? Outcome.ABANDONED : Outcome.PARKED;
    }
    try {
      journal.end();
    } catch (ContainerException e) {
      return parkOrLog("end of journal", e) ? Outcome.PARKED : outcome();
    }
    return outcome();
  }

  private Outcome outcome() {
    return failure == null ? Outcome.DONE : Outcome.FAILED;
  }

  private boolean committed() {
    return next >= recipe.commitAt();
  }

  // False when it must stop here for now.
  private boolean forward() {
    while (next < recipe.steps().size()) {
      try {
        if (!leases.together(this::stride)) {
          return false;
        }
      } catch (RuntimeException | LinkageError e) {
        Step step = recipe.steps().get(next);
        if (abandoned.getAsBoolean()) {
          return false;
        }
        if (!committed()) {
          failure = asContainerException(e);
          LOG.info("Job {}: {} failed, undoing", context.job(), step.name(), e);
          undoing = true;
          return true;
        }
        if (parkOrLog(step.name(), e)) {
          return false;
        }
        if (recipe.durable() && givenUp.getAsBoolean()) {
          // What comes after it would forget what it leaves: a disk, say, of a CT without a record.
          return true;
        }
        next++;
      }
    }
    return true;
  }

  // All steps to the end, on one thread that is given up with a provider that hangs; `next` is then
  // the step that it was at. False when the engine ends.
  private boolean stride() {
    while (next < recipe.steps().size()) {
      if (abandoned.getAsBoolean()) {
        return false;
      }
      if (!committed()) {
        context.checkCancelled();
      }
      take(recipe.steps().get(next));
      next++;
    }
    return true;
  }

  private void take(Step step) {
    watcher.step(step.name(), 100 * next / recipe.steps().size(), false);
    if (step.effective(context)) {
      journal.begin(step.name());
    }
    long begin = System.nanoTime();
    step.run(context);
    LOG.debug(
        "Job {}: {} took {} us",
        context.job(),
        step.name(),
        (System.nanoTime() - begin) / NANOS_PER_MICRO);
  }

  private boolean backward() {
    try {
      if (!journal.undoing() && !journal.begun().isEmpty()) {
        journal.undo();
      }
    } catch (ContainerException e) {
      if (e.code() == ErrorCode.WAITING && !givenUp.getAsBoolean()) {
        waitsFor = e.getMessage();
        return false;
      }
      LOG.warn("Job {} cannot journal its undo; going on", context.job(), e);
    }
    List<String> begun = journal.begun();
    while (undone < begun.size()) {
      if (abandoned.getAsBoolean()) {
        return false;
      }
      Optional<Step> step = step(begun.get(begun.size() - 1 - undone));
      if (step.isPresent() && !undo(step.get())) {
        return false;
      }
      undone++;
    }
    return true;
  }

  private boolean undo(Step step) {
    watcher.step(step.name(), -1, true);
    try {
      step.undo(context);
      return true;
    } catch (RuntimeException | LinkageError e) {
      if (abandoned.getAsBoolean() || parkOrLog("undo of " + step.name(), e)) {
        return false;
      }
      notUndone.add("undo of " + step.name() + ": " + asContainerException(e).getMessage());
      return true;
    }
  }

  private Optional<Step> step(String name) {
    return recipe.steps().stream().filter(s -> s.name().equals(name)).findFirst();
  }

  // What cannot be undone or finished must not keep the rest from it; it is told in the end.
  private boolean parkOrLog(String what, Throwable e) {
    boolean waits = e instanceof ContainerException c && c.code() == ErrorCode.WAITING;
    if (waits && !givenUp.getAsBoolean()) {
      LOG.info("Job {}: {} waits: {}", context.job(), what, e.getMessage());
      waitsFor = e.getMessage();
      return true;
    }
    LOG.warn("Job {} of {}: {} failed", context.job(), context.target(), what, e);
    if (failure == null) {
      failure = waits ? cancelledAt(what, e) : asContainerException(e);
    }
    return false;
  }

  private ContainerException cancelledAt(String what, Throwable e) {
    return new ContainerException(
        ErrorCode.CANCELLED,
        "job " + context.job() + " was cancelled at " + what + ": " + e.getMessage(),
        "What that had to do is not done.");
  }

  // Jobs are remembered for long. An exception holds the classes of its stack, and with them a
  // vendor's bundle; the log has it in full.
  private static ContainerException asContainerException(Throwable e) {
    if (e instanceof ContainerException c) {
      return c.problems().isEmpty()
          ? new ContainerException(c.code(), c.getMessage(), c.hint())
          : ContainerException.badInput(c.code(), c.problems());
    }
    return new ContainerException(ErrorCode.INTERNAL, "internal error: " + e);
  }
}
