package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.core.Eventually;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The daemon dies at each journal entry, before it is written or just after. */
class CrashTest {
  private static final int KILL = 9;

  @TempDir Path folder;
  private final FakeHost host = new FakeHost();

  /** Runs an action on an engine that dies under it, and opens the next one. */
  private EngineUnderTest crashDuring(
      EngineUnderTest engine, int entry, boolean after, Consumer<EngineUnderTest> action) {
    engine.gate().crashAtJournalEntry(entry, after);
    try {
      action.accept(engine);
    } catch (ContainerException e) {
      assertThat(engine.gate().isShut()).as(e.getMessage()).isTrue();
    }
    assertThat(engine.gate().isShut()).as("the engine died").isTrue();
    engine.crash();
    EngineUnderTest next = new EngineUnderTest(host, folder);
    Eventually.holds(
        "no job is left",
        () ->
            next.jobs().list().stream().allMatch(j -> j.state().ended())
                && host.store().journals().isEmpty());
    return next;
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "2,false", "2,true", "3,false", "3,true"})
  void anInterruptedCreateLeavesNothing(int entry, boolean after) {
    EngineUnderTest engine = new EngineUnderTest(host, folder);
    try (EngineUnderTest next = crashDuring(engine, entry, after, e -> e.create(101))) {
      Eventually.holds("it is gone", () -> next.containers().find(ref(101)).isEmpty());
      assertThat(host.storage().disks()).isEmpty();
      assertThat(host.store().containers()).isEmpty();
      assertThat(next.create(101).state()).isEqualTo(ContainerState.STOPPED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,false", "1,true", "2,false", "2,true", "3,false", "3,true", "4,false", "4,true", "5,false",
    "5,true", "6,false", "6,true", "7,false", "7,true", "8,false", "8,true", "9,false", "9,true"
  })
  void anInterruptedStartIsUndone(int entry, boolean after) {
    EngineUnderTest engine = new EngineUnderTest(host, folder);
    engine.create(101);
    try (EngineUnderTest next = crashDuring(engine, entry, after, e -> e.start(101))) {
      next.awaitState(101, ContainerState.STOPPED);
      assertThat(host.leftovers()).isEmpty();
      assertThat(next.start(101).state()).isEqualTo(ContainerState.RUNNING);
    }
  }

  @Test
  void anInitThatEndedBeforeItsStartWasUndoneIsForgotten() {
    EngineUnderTest engine = new EngineUnderTest(host, folder);
    engine.create(101);
    engine.gate().crashAtJournalEntry(5, true);
    assertThatExceptionOfType(ContainerException.class).isThrownBy(() -> engine.start(101));
    engine.crash();
    host.isolation().present().forEach(s -> host.isolation().signal(s, KILL));
    assertThat(host.isolation().present()).isNotEmpty();
    try (EngineUnderTest next = new EngineUnderTest(host, folder)) {
      next.awaitState(101, ContainerState.STOPPED);
      Eventually.holds("nothing is kept", () -> host.leftovers().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,true",
    "2,false",
    "2,true",
    "3,true",
    "4,true",
    "5,true",
    "6,true",
    "7,true",
    "8,true",
    "9,true",
    "10,true",
    "11,false",
    "11,true"
  })
  void anInterruptedStopIsFinished(int entry, boolean after) {
    EngineUnderTest engine = new EngineUnderTest(host, folder);
    engine.create(101);
    engine.start(101);
    Consumer<EngineUnderTest> stop =
        e -> e.containers().stop(ref(101), StopOptions.killAtOnce()).await(PATIENCE);
    try (EngineUnderTest next = crashDuring(engine, entry, after, stop)) {
      next.awaitState(101, ContainerState.STOPPED);
      assertThat(host.leftovers()).isEmpty();
      assertThat(next.get(101).startedAt()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "2,false", "2,true", "3,false", "3,true"})
  void anInterruptedSetIsWholeOrNot(int entry, boolean after) {
    EngineUnderTest engine = new EngineUnderTest(host, folder);
    Container ct = engine.create(101, "cpuunits=2000", "diskspace=2G");
    engine.start(101);
    Consumer<EngineUnderTest> set =
        e ->
            e.containers()
                .set(
                    ref(101),
                    EngineUnderTest.settings("cpuunits=3000", "diskspace=4G"),
                    SetOptions.both());
    // From its disk on, which cannot be undone in every case, a change is finished.
    boolean done = entry > 2 || (entry == 2 && after);
    try (EngineUnderTest next = crashDuring(engine, entry, after, set)) {
      next.awaitState(101, ContainerState.RUNNING);
      List<String> stored = next.get(101).parameters().get("cpuunits");
      assertThat(stored).containsExactly(done ? "3000" : "2000");
      Eventually.holds(
          "the kernel has what is stored",
          () ->
              host.cpu()
                  .inForce(ct.id())
                  .get(FakeController.CPUUNITS)
                  .equals(Optional.of(Long.valueOf(stored.get(0)))));
      assertThat(host.store().containers().get(0).volume().orElseThrow().property("size"))
          .isEqualTo(Long.toString(done ? 4L << 30 : 2L << 30));
      assertThat(host.isolation().runs(ct.id())).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"1,true", "2,false", "2,true"})
  void anInterruptedDestroyIsFinished(int entry, boolean after) {
    EngineUnderTest engine = new EngineUnderTest(host, folder);
    engine.create(101);
    Consumer<EngineUnderTest> destroy = e -> e.containers().destroy(ref(101)).await(PATIENCE);
    try (EngineUnderTest next = crashDuring(engine, entry, after, destroy)) {
      Eventually.holds("it is gone", () -> next.containers().find(ref(101)).isEmpty());
      assertThat(host.storage().disks()).isEmpty();
      assertThat(host.store().containers()).isEmpty();
    }
  }
}
