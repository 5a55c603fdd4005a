package io.cooperage.core.job;

import io.cooperage.core.RecordedEvents;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.testing.fake.MemoryContainerStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A job engine with a store in memory, and steps that write down what they do. */
final class JobFixture implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final MemoryContainerStore store = new MemoryContainerStore();
  private final TestLeases leases = new TestLeases(new RecordedEvents());
  private final JobEngine engine;
  private final List<String> done = new CopyOnWriteArrayList<>();

  JobFixture() {
    addStore();
    engine =
        new JobEngine(
            leases.leases(), Clock.systemUTC(), new JobThreads(4, Duration.ofMillis(200)));
  }

  void addStore() {
    leases.add(Family.STORE, (ContainerStore) store);
  }

  void removeStore() {
    leases.remove(Family.STORE, (ContainerStore) store);
  }

  JobEngine engine() {
    return engine;
  }

  MemoryContainerStore store() {
    return store;
  }

  TestLeases leases() {
    return leases;
  }

  /** What steps did, as "run A" and "undo A". */
  List<String> done() {
    return List.copyOf(done);
  }

  Step step(String name) {
    return step(name, c -> {});
  }

  Step step(String name, Consumer<StepContext> work) {
    return step(name, work, c -> {});
  }

  Step step(String name, Consumer<StepContext> work, Consumer<StepContext> back) {
    return new Step() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void run(StepContext context) {
        done.add("run " + name);
        work.accept(context);
      }

      @Override
      public void undo(StepContext context) {
        done.add("undo " + name);
        back.accept(context);
      }
    };
  }

  static JobRequest<String> request(String target, Recipe recipe) {
    return JobRequest.of(recipe, target, Map.of("given", "yes"), c -> Optional.of(c.value("made")));
  }

  @Override
  public void close() {
    engine.close();
    leases.close();
  }
}
