package io.cooperage.core.provider;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service that is there. Every call leases it for its own length. Safe for any thread.
 *
 * @param <S> the service's type
 */
public final class Offer<S> {
  static final Comparator<Offer<?>> BEST_FIRST =
      Comparator.<Offer<?>>comparingInt(o -> o.ranking).reversed().thenComparingLong(o -> o.id);

  private static final Logger LOG = LoggerFactory.getLogger(Offer.class);

  private final Family<S> family;
  private final S service;
  private final String kind;
  private final int ranking;
  private final long id;
  private final boolean essential;
  private final Strikes strikes;
  private final BoundedCalls bounded;
  private final LeaseSettings settings;
  private final Leasing<S> leasing;
  private final LateCalls late = new LateCalls();

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
    this.essential = registration.essential();
    this.strikes = strikes;
    this.bounded = bounded;
    this.settings = settings;
    this.leasing = new Leasing<>(service, describe(), strikes);
  }

  /** How a service is registered. */
  record Registration(String kind, int ranking, long id, boolean essential) {}

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

  /** Whether no CT starts without it. */
  public boolean essential() {
    return essential;
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
    return leasing.call(bounded::call, new Deadline(patience().plus(own)), body, Blame.hanging());
  }

  /** As {@link #call} for work that may take any time while it reports progress. */
  public <R> R work(ProgressSink sink, BiFunction<S, ProgressSink, R> body) {
    Deadline deadline = new Deadline(settings.work());
    ProgressSink watched = new WatchedProgress(sink, deadline);
    return leasing.call(bounded::call, deadline, s -> body.apply(s, watched), Blame.hanging());
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
    return leasing.call(
        bounded::survived, new Deadline(settings.limit()), body, Blame.of(Blame.NOBODY));
  }

  /**
   * As {@link #bounded(Function)} on behalf of a CT: what fails for it alone is kept from it alone.
   * The call waits for an earlier one that was given up and still runs.
   *
   * @throws ContainerException PROVIDER also when it failed for the CT again and again lately
   */
  public <R> R bounded(ContainerId ct, Function<S, R> body) {
    Duration rest = strikes.rest(ct.toString());
    if (!rest.isZero()) {
      throw new ContainerException(
          ErrorCode.PROVIDER,
          describe() + " failed again and again for CT " + ct,
          "It is tried again in " + (rest.toSeconds() + 1) + " seconds; see the daemon's log.");
    }
    return inTurn(ct.toString(), body);
  }

  /** As {@link #bounded(ContainerId, Function)}, tried also when it failed again and again. */
  public void runAnyway(ContainerId ct, Consumer<S> body) {
    inTurn(
        ct.toString(),
        s -> {
          body.accept(s);
          return true;
        });
  }

  private <R> R inTurn(String subject, Function<S, R> body) {
    LateCalls.Call call;
    try {
      call = late.begin(subject, settings.limit());
    } catch (ContainerException e) {
      throw leasing.strike(e, Blame.of(subject));
    }
    return leasing.call(
        bounded::survived,
        new Deadline(settings.limit()),
        s -> call.run(() -> body.apply(s)),
        Blame.of(subject, call::giveUp));
  }

  /**
   * One call for many CTs, each with the time of one; whoever is at fault is blamed alone. A CT for
   * which the service fails is left out; with one that hangs the call ends.
   */
  public <T> void boundedEach(
      Collection<T> all, Function<T, ContainerId> ct, BiConsumer<S, T> body) {
    Deadline deadline = new Deadline(settings.limit());
    Blame blame = Blame.of(Blame.NOBODY);
    leasing.call(
        bounded::survived,
        deadline,
        s -> {
          for (T one : all) {
            String subject = ct.apply(one).toString();
            if (!deadline.missed() && strikes.rest(subject).isZero()) {
              blame.on(subject);
              deadline.renew();
              each(deadline, subject, () -> body.accept(s, one));
            }
          }
          // Of a call that was given up the one that it hung for stays to blame.
          if (!deadline.missed()) {
            blame.on(Blame.NOBODY);
          }
          return true;
        },
        blame);
  }

  private void each(Deadline deadline, String subject, Runnable body) {
    try {
      body.run();
      if (!deadline.missed()) {
        strikes.success(subject);
      }
    } catch (ContainerException e) {
      LOG.debug("{} says of CT {}: {}", this, subject, e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      if (!deadline.missed()) {
        strikes.failure(subject, leasing.translate(e).getMessage());
      }
    }
  }

  /** As {@link #run} by a caller that holds a lock, which must come free though this hangs. */
  public void runLocked(Consumer<S> body) {
    leasing.call(
        bounded::apart,
        new Deadline(patience()),
        s -> {
          body.accept(s);
          return true;
        },
        Blame.hanging());
  }

  /** Lets nobody in any more, waits for those inside, and then interrupts them. */
  void retire(Duration grace) {
    leasing.retire(grace);
  }

  @Override
  public String toString() {
    return describe();
  }
}
