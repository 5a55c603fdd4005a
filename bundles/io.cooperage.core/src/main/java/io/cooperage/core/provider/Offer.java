package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One service that is there. Every call leases it for its own length. Safe for any thread.
 *
 * @param <S> the service's type
 */
public final class Offer<S> {
  static final Comparator<Offer<?>> BEST_FIRST =
      Comparator.<Offer<?>>comparingInt(o -> o.ranking).reversed().thenComparingLong(o -> o.id);

  private final Family<S> family;
  private final S service;
  private final String kind;
  private final int ranking;
  private final long id;
  private final Strikes strikes;
  private final BoundedCalls bounded;
  private final LeaseSettings settings;
  // A thread stands here once for each call that it is in.
  private final List<Thread> callers = new ArrayList<>();
  private boolean leaving;
  private volatile boolean evicted;

  Offer(
      Family<S> family,
      S service,
      Registration registration,
      Strikes strikes,
      BoundedCalls bounded,
      LeaseSettings settings) {
    this.family = family;
    this.service = service;
    this.kind = registration.kind();
    this.ranking = registration.ranking();
    this.id = registration.id();
    this.strikes = strikes;
    this.bounded = bounded;
    this.settings = settings;
  }

  /** How a service is registered. */
  record Registration(String kind, int ranking, long id) {}

  public Family<S> family() {
    return family;
  }

  public String kind() {
    return kind;
  }

  /** As messages call it: "storage.ploop". */
  public String describe() {
    return family.describe(kind);
  }

  int ranking() {
    return ranking;
  }

  long id() {
    return id;
  }

  /** Whether it goes before the other one. */
  public boolean beats(Offer<?> other) {
    return BEST_FIRST.compare(this, other) < 0;
  }

  boolean isFor(S candidate) {
    return service == candidate;
  }

  /** The class of the service, to find its bundle. */
  public Class<?> serviceClass() {
    return service.getClass();
  }

  boolean quarantined() {
    return strikes.out();
  }

  /**
   * Calls the service, on a thread that is given up when the call takes too long. Hanging again and
   * again leads to quarantine. What it throws does not: a CT that provokes a defect must not take
   * the provider from all others.
   *
   * @throws ContainerException WAITING if it leaves or has left, TIMEOUT if it does not answer,
   *     PROVIDER if it throws anything else than a ContainerException or answers null
   */
  public <R> R call(Function<S, R> body) {
    return call(Duration.ZERO, body);
  }

  /**
   * As {@link #call} for what takes long because the caller wishes it.
   *
   * @param own how long the work itself may take
   */
  public <R> R call(Duration own, Function<S, R> body) {
    return lease(bounded::call, new Deadline(patience().plus(own)), body, Offer::hangs);
  }

  /** As {@link #call} for work that may take any time while it reports progress. */
  public <R> R work(ProgressSink sink, BiFunction<S, ProgressSink, R> body) {
    Deadline deadline = new Deadline(settings.work());
    ProgressSink watched = new WatchedProgress(sink, deadline);
    return lease(bounded::call, deadline, s -> body.apply(s, watched), Offer::hangs);
  }

  private Duration patience() {
    return family.pace() == Family.Pace.SLOW ? settings.work() : settings.patience();
  }

  /** As {@link #call} for what answers nothing. */
  public void run(Consumer<S> body) {
    call(
        s -> {
          body.accept(s);
          return true;
        });
  }

  /**
   * As {@link #call} with little time, for what vendors bring and the engine can do without. All
   * failures count as strikes, except a ContainerException: with that the service answered as it
   * should.
   */
  public <R> R bounded(Function<S, R> body) {
    return lease(
        bounded::survived,
        new Deadline(settings.limit()),
        body,
        cause -> hangs(cause) || defect(cause));
  }

  /** As {@link #run} by a caller that holds a lock, which must come free though this hangs. */
  public void runLocked(Consumer<S> body) {
    lease(
        bounded::apart,
        new Deadline(patience()),
        s -> {
          body.accept(s);
          return true;
        },
        Offer::hangs);
  }

  /** How a call is brought to a thread that can be given up. */
  private interface Way<R> {
    R call(Deadline deadline, Supplier<R> body, UnaryOperator<ContainerException> late)
        throws ExecutionException;
  }

  private <R> R lease(
      Way<R> way, Deadline deadline, Function<S, R> body, Predicate<Throwable> counts) {
    Thread caller = Thread.currentThread();
    enter(caller);
    AtomicBoolean told = new AtomicBoolean();
    try {
      UnaryOperator<ContainerException> late =
          e -> {
            told.set(true);
            leave(caller);
            return strike(e, counts);
          };
      R answer = present(way.call(deadline, () -> body.apply(service), late));
      strikes.success();
      return answer;
    } catch (ExecutionException e) {
      throw strike(e.getCause(), counts);
    } catch (RuntimeException e) {
      throw told.get() ? e : strike(e, counts);
    } finally {
      if (!told.get()) {
        leave(caller);
      }
      if (evicted) {
        // Eviction may have interrupted this thread, whose next work has nothing to do with it.
        Thread.interrupted();
      }
    }
  }

  private static boolean hangs(Throwable cause) {
    return cause instanceof ContainerException e && e.code() == ErrorCode.TIMEOUT;
  }

  private static boolean defect(Throwable cause) {
    return !(cause instanceof ContainerException);
  }

  /** As {@link #bounded} for what answers nothing. */
  public void runBounded(Consumer<S> body) {
    bounded(
        s -> {
          body.accept(s);
          return true;
        });
  }

  private <R> R present(R answer) {
    if (answer == null) {
      throw new IllegalStateException("answered null");
    }
    return answer;
  }

  private ContainerException strike(Throwable cause, Predicate<Throwable> counts) {
    ContainerException failure = translate(cause);
    if (!evicted && counts.test(cause)) {
      strikes.failure(failure.getMessage());
    }
    return failure;
  }

  private ContainerException translate(Throwable cause) {
    if (evicted) {
      return new ContainerException(ErrorCode.WAITING, "waiting for " + describe(), "", cause);
    }
    if (cause instanceof ContainerException e && e.code() != ErrorCode.TIMEOUT) {
      return e;
    }
    if (cause instanceof ContainerException e) {
      return new ContainerException(
          ErrorCode.TIMEOUT,
          describe() + " gave " + e.getMessage(),
          "Look at the daemon's log, and at the host: a disk or a server may hang.",
          e);
    }
    String reason = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    return new ContainerException(
        ErrorCode.PROVIDER,
        describe() + " failed with " + cause.getClass().getSimpleName() + reason,
        "This is a defect of that bundle; its stack is in the daemon's log.",
        cause);
  }

  private synchronized void enter(Thread caller) {
    if (leaving) {
      throw new ContainerException(ErrorCode.WAITING, "waiting for " + describe());
    }
    callers.add(caller);
  }

  private synchronized void leave(Thread caller) {
    callers.remove(caller);
    notifyAll();
  }

  /** Lets nobody in any more, waits for those inside, and then interrupts them. */
  synchronized void retire(Duration grace) {
    leaving = true;
    long deadline = System.nanoTime() + grace.toNanos();
    try {
      long left = grace.toNanos();
      while (!callers.isEmpty() && left > 0) {
        wait(Math.max(1, left / 1_000_000));
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!callers.isEmpty()) {
      evicted = true;
      callers.forEach(BoundedCalls::evict);
    }
  }

  @Override
  public String toString() {
    return describe();
  }
}
