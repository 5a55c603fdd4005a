package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The services that are there now. Safe for any thread. */
public interface Leases {
  /** Usable services of a family, best first: highest ranking, then lowest id. */
  <S> List<Offer<S>> offers(Family<S> family);

  /** Services of a family that failed again and again and are not used. */
  <S> List<Offer<S>> quarantined(Family<S> family);

  /** Calls the action after every arrival, departure and quarantine, until closed. */
  Subscription onChange(Consumer<Family<?>> action);

  /**
   * Runs work of the engine whose calls of providers need no thread each. When one of them is given
   * up the work is too, and ends where it stands; so it holds no lock while it calls. {@link
   * Offer#bounded} calls have threads of their own in it as well.
   *
   * @throws ContainerException of the call that was given up
   */
  <R> R together(Supplier<R> body);

  /**
   * Does something with each item, one after the other, on one thread: also {@link Offer#bounded}
   * calls need none of their own in it.
   *
   * @param failed told, on the caller's thread, what an item failed with or that it was given up;
   *     the next one has its turn then, unless this throws
   */
  <T> void each(List<T> items, Consumer<T> body, BiConsumer<T, ContainerException> failed);

  /** Ends a subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** The best service of a kind. */
  default <S> Optional<Offer<S>> find(Family<S> family, String kind) {
    return offers(family).stream().filter(o -> o.kind().equals(kind)).findFirst();
  }

  /**
   * The best service of a kind.
   *
   * @throws ContainerException WAITING if there is none
   */
  default <S> Offer<S> need(Family<S> family, String kind) {
    return find(family, kind)
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.WAITING,
                    "waiting for " + family.describe(kind),
                    "Look at 'ct node info': the bundle that brings it is not there or not ready."));
  }

  /** Calls the best service of a kind. */
  default <S, R> R call(Family<S> family, String kind, Function<S, R> body) {
    return need(family, kind).call(body);
  }

  /**
   * As {@link #call} for what takes long because the caller wishes it.
   *
   * @param own how long the work itself may take
   */
  default <S, R> R call(Family<S> family, String kind, Duration own, Function<S, R> body) {
    return need(family, kind).call(own, body);
  }

  /** As {@link #call} for work that may take any time while it reports progress. */
  default <S, R> R work(
      Family<S> family, String kind, ProgressSink sink, BiFunction<S, ProgressSink, R> body) {
    return need(family, kind).work(sink, body);
  }

  /** As {@link #call} for what answers nothing. */
  default <S> void run(Family<S> family, String kind, Consumer<S> body) {
    need(family, kind).run(body);
  }
}
