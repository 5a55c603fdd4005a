package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.core.event.Events;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shelves of all families. Services are added and removed by {@link ProviderTracker}. */
final class ServiceLeases implements Leases, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceLeases.class);

  private final Map<Family<?>, List<Offer<?>>> shelves = new ConcurrentHashMap<>();
  private final List<Consumer<Family<?>>> listeners = new CopyOnWriteArrayList<>();
  private final BoundedCalls bounded = new BoundedCalls();
  private final Events events;
  private final LeaseSettings settings;

  ServiceLeases(Events events, LeaseSettings settings) {
    this.events = events;
    this.settings = settings;
  }

  @Override
  public <S> List<Offer<S>> offers(Family<S> family) {
    List<Offer<S>> all = all(family);
    for (Offer<S> offer : all) {
      if (offer.quarantined()) {
        return all.stream().filter(o -> !o.quarantined()).toList();
      }
    }
    return all;
  }

  @Override
  public <S> List<Offer<S>> quarantined(Family<S> family) {
    return all(family).stream().filter(Offer::quarantined).toList();
  }

  @Override
  public Subscription onChange(Consumer<Family<?>> action) {
    listeners.add(action);
    return () -> listeners.remove(action);
  }

  @Override
  public <R> R together(Supplier<R> body) {
    return bounded.together(body);
  }

  @Override
  public <T> void each(List<T> items, Consumer<T> body, BiConsumer<T, ContainerException> failed) {
    bounded.each(items, body, failed);
  }

  <S> void add(Family<S> family, S service, int ranking, long id) {
    Offer.Registration registration;
    try {
      registration =
          bounded.apart(
              new Deadline(settings.limit()),
              () ->
                  new Offer.Registration(
                      family.kindOf().apply(service),
                      ranking,
                      id,
                      family.essential().test(service)),
              UnaryOperator.identity());
    } catch (Exception e) {
      refuse(family, service, e);
      return;
    }
    String kind = registration.kind();
    if (kind == null) {
      refuse(family, service, new IllegalStateException("its kind is null"));
      return;
    }
    Strikes strikes =
        new Strikes(settings.strikes(), new Told<>(this, family, kind), System::nanoTime);
    Offer<S> offer = new Offer<>(family, service, registration, strikes, bounded, settings);
    update(family, list -> list.add(offer));
    LOG.info("{} is there", offer.describe());
    changed(family);
  }

  /** Tells the node what becomes of a service that fails. */
  private record Told<S>(ServiceLeases leases, Family<S> family, String kind)
      implements Strikes.Verdicts {
    @Override
    public void out(String reason) {
      leases.quarantined(family, kind, reason);
    }

    @Override
    public void rests(String subject, Duration time, String reason) {
      leases.rests(family.describe(kind), subject, time, reason);
    }
  }

  private void rests(String name, String ct, Duration time, String reason) {
    LOG.warn("{} is not called for CT {} for {}: {}", name, ct, time, reason);
    events.publish(
        "controller.failed",
        ct,
        name
            + " failed again and again for this CT, which goes without it for "
            + time.toMinutes()
            + " minutes: "
            + reason);
  }

  private void refuse(Family<?> family, Object service, Exception cause) {
    String text = "a " + family.name() + " service of " + service.getClass().getName();
    LOG.warn("{} does not say its kind and is ignored", text, cause);
    events.publish("plugin.refused", "", text + " does not say its kind and is ignored");
  }

  private void quarantined(Family<?> family, String kind, String reason) {
    String name = family.describe(kind);
    LOG.warn("{} is in quarantine: {}", name, reason);
    events.publish(
        "plugin.quarantined",
        name,
        name + " failed again and again and is not used until it is installed anew: " + reason);
    changed(family);
  }

  <S> void remove(Family<S> family, S service) {
    List<Offer<S>> leaving = all(family).stream().filter(o -> o.isFor(service)).toList();
    update(family, list -> list.removeAll(leaving));
    leaving.forEach(o -> o.retire(settings.grace()));
    leaving.forEach(o -> LOG.info("{} has left", o.describe()));
    changed(family);
  }

  @SuppressWarnings("unchecked") // a shelf holds offers of its own family alone, see add
  private <S> List<Offer<S>> all(Family<S> family) {
    return (List<Offer<S>>) (List<?>) shelves.getOrDefault(family, List.of());
  }

  private synchronized void update(Family<?> family, Consumer<List<Offer<?>>> change) {
    List<Offer<?>> copy = new ArrayList<>(shelves.getOrDefault(family, List.of()));
    change.accept(copy);
    copy.sort(Offer.BEST_FIRST);
    shelves.put(family, List.copyOf(copy));
  }

  private void changed(Family<?> family) {
    for (Consumer<Family<?>> listener : listeners) {
      try {
        listener.accept(family);
      } catch (RuntimeException e) {
        LOG.error("A part of the engine failed on a change of {}", family.name(), e);
      }
    }
  }

  @Override
  public void close() {
    bounded.close();
  }
}
