package io.cooperage.core.provider;

import static io.cooperage.api.error.ErrorCode.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.Eventually;
import io.cooperage.core.RecordedEvents;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.testing.fake.FakeController;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OfferTest {
  private final RecordedEvents events = new RecordedEvents();
  private final TestLeases leases =
      new TestLeases(events, Duration.ofMillis(50), Duration.ofSeconds(1));
  private final ResourceController cpu = FakeController.cpu();

  @AfterEach
  void close() {
    leases.close();
  }

  private Offer<ResourceController> offer() {
    leases.add(Family.CONTROLLER, cpu);
    return leases.leases().need(Family.CONTROLLER, "cpu");
  }

  static Stream<Arguments> misbehaviours() {
    return Stream.of(
        Arguments.of("throws", (Runnable) () -> sneak(new IllegalStateException("boom"))),
        Arguments.of("fails to link", (Runnable) () -> sneak(new NoSuchMethodError("boom"))),
        Arguments.of("hangs", (Runnable) OfferTest::hang));
  }

  private static void sneak(Throwable t) {
    if (t instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) t;
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misbehaviours")
  void threeFailuresInARowLeadToQuarantine(String how, Runnable misbehaviour) {
    Offer<ResourceController> offer = offer();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  offer.bounded(
                      c -> {
                        misbehaviour.run();
                        return true;
                      }))
          .isInstanceOf(ContainerException.class)
          .hasMessageContaining("controller.cpu");
    }
    assertThat(leases.leases().offers(Family.CONTROLLER)).isEmpty();
    assertThat(leases.leases().quarantined(Family.CONTROLLER)).containsExactly(offer);
    assertThat(events.types()).contains("plugin.quarantined");
  }

  @Test
  void anAnswerOfNullIsAFailure() {
    Offer<ResourceController> offer = offer();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> offer.bounded(c -> null)).hasMessageContaining("answered null");
    }
    assertThat(leases.leases().offers(Family.CONTROLLER)).isEmpty();
  }

  @Test
  void aServiceThatIsRegisteredAnewIsUsedAgain() {
    Offer<ResourceController> offer = offer();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> offer.bounded(c -> null)).isInstanceOf(ContainerException.class);
    }
    leases.remove(Family.CONTROLLER, cpu);
    leases.add(Family.CONTROLLER, cpu);
    assertThat(leases.leases().find(Family.CONTROLLER, "cpu")).isPresent();
  }

  @Test
  void aSuccessForgivesEarlierFailures() {
    Offer<ResourceController> offer = offer();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> offer.bounded(c -> null)).isInstanceOf(ContainerException.class);
      assertThat(offer.bounded(ResourceController::name)).isEqualTo("cpu");
    }
    assertThat(leases.leases().offers(Family.CONTROLLER)).containsExactly(offer);
  }

  @Test
  void anErrorOfTheContractsIsAnAnswerAndNoFailure() {
    Offer<ResourceController> offer = offer();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(
              () ->
                  offer.bounded(
                      c -> {
                        throw new ContainerException(ErrorCode.KERNEL, "EBUSY");
                      }))
          .hasMessage("EBUSY");
    }
    assertThat(leases.leases().offers(Family.CONTROLLER)).containsExactly(offer);
  }

  @Test
  void oneCtCannotTakeAControllerFromTheOthers() {
    Offer<ResourceController> offer = offer();
    ContainerId broken = ContainerId.random();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> offer.bounded(broken, c -> null))
          .isInstanceOf(ContainerException.class);
    }
    assertThatThrownBy(() -> offer.bounded(broken, ResourceController::name))
        .hasMessage("controller.cpu failed again and again for CT " + broken);
    assertThat(offer.bounded(ContainerId.random(), ResourceController::name)).isEqualTo("cpu");
    assertThat(leases.leases().offers(Family.CONTROLLER)).containsExactly(offer);
    assertThat(events.types()).containsExactly("controller.failed");
    AtomicBoolean released = new AtomicBoolean();
    offer.runAnyway(broken, c -> released.set(true));
    assertThat(released).isTrue();
  }

  @Test
  void aControllerThatFailsForSeveralCtsInARowIsQuarantined() {
    Offer<ResourceController> offer = offer();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> offer.bounded(ContainerId.random(), c -> null))
          .isInstanceOf(ContainerException.class);
    }
    assertThat(leases.leases().quarantined(Family.CONTROLLER)).containsExactly(offer);
  }

  @Test
  void aCallForACtWaitsForALateOneAndForNobodyElses() {
    Offer<ResourceController> offer = offer();
    ContainerId ct = ContainerId.random();
    AtomicBoolean end = new AtomicBoolean();
    List<String> order = new CopyOnWriteArrayList<>();
    try {
      assertThat(failure(() -> offer.bounded(ct, c -> until(end, order)))).isEqualTo(TIMEOUT);
      offer.bounded(ContainerId.random(), c -> order.add("other"));
      assertThat(failure(() -> offer.bounded(ct, c -> order.add("never")))).isEqualTo(TIMEOUT);
      end.set(true);
      offer.bounded(ct, c -> order.add("undo"));
    } finally {
      end.set(true);
    }
    assertThat(order).containsExactly("other", "late", "undo");
  }

  private static boolean until(AtomicBoolean end, List<String> order) {
    while (!end.get()) {
      Thread.onSpinWait();
    }
    return order.add("late");
  }

  @Test
  void oneCallForManyCtsLeavesOutWhoFailsAndBlamesWhoHangs() {
    Offer<ResourceController> offer = offer();
    ContainerId failing = ContainerId.random();
    ContainerId hanging = ContainerId.random();
    ContainerId sound = ContainerId.random();
    List<ContainerId> seen = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 5; i++) {
      try {
        offer.boundedEach(
            List.of(failing, hanging, sound),
            id -> id,
            (c, id) -> {
              if (id.equals(failing)) {
                throw new IllegalStateException("boom");
              }
              if (id.equals(hanging)) {
                hang();
              }
              seen.add(id);
            });
      } catch (ContainerException e) {
        assertThat(e.code()).isEqualTo(TIMEOUT);
      }
    }
    assertThat(seen).contains(sound);
    assertThat(leases.leases().offers(Family.CONTROLLER)).containsExactly(offer);
  }

  @Test
  void aServiceThatHasLeftGivesNoLease() {
    Offer<ResourceController> offer = offer();
    leases.remove(Family.CONTROLLER, cpu);
    ContainerException e =
        catchThrowableOfType(ContainerException.class, () -> offer.call(ResourceController::name));
    assertThat(e.code()).isEqualTo(ErrorCode.WAITING);
    assertThat(e).hasMessage("waiting for controller.cpu");
  }

  @Test
  void aCallThatOutlivesTheGraceFailsAsWaiting() {
    Offer<ResourceController> offer = offer();
    CountDownLatch inside = new CountDownLatch(1);
    AtomicReference<ContainerException> failure = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                offer.run(
                    c -> {
                      inside.countDown();
                      awaitForever();
                    });
              } catch (ContainerException e) {
                failure.set(e);
              }
            });
    caller.start();
    Eventually.holds("the call runs", () -> inside.getCount() == 0);
    leases.remove(Family.CONTROLLER, cpu);
    Eventually.holds("the call has ended", () -> failure.get() != null);
    assertThat(failure.get().code()).isEqualTo(ErrorCode.WAITING);
  }

  private static void awaitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void anUnexpectedErrorNamesTheServiceAndTheCause() {
    Offer<ResourceController> offer = offer();
    ContainerException e =
        catchThrowableOfType(
            ContainerException.class,
            () -> offer.run(c -> sneak(new IllegalStateException("boom"))));
    assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER);
    assertThat(e).hasMessage("controller.cpu failed with IllegalStateException: boom");
  }

  private static ErrorCode failure(Runnable call) {
    return catchThrowableOfType(ContainerException.class, call::run).code();
  }

  @Test
  void anOrdinaryCallThatHangsIsGivenUpAndAfterThreeTheProviderToo() {
    Offer<ResourceController> offer = offer();
    for (int i = 0; i < 3; i++) {
      assertThat(failure(() -> offer.run(c -> hang()))).isEqualTo(ErrorCode.TIMEOUT);
    }
    assertThat(leases.leases().offers(Family.CONTROLLER)).isEmpty();
    assertThat(events.types()).contains("plugin.quarantined");
  }

  @Test
  void aCallThatIgnoresInterruptsIsGivenUpAsWell() {
    Offer<ResourceController> offer = offer();
    AtomicBoolean end = new AtomicBoolean();
    try {
      assertThat(
              failure(
                  () ->
                      offer.run(
                          c -> {
                            while (!end.get()) {
                              Thread.onSpinWait();
                            }
                          })))
          .isEqualTo(ErrorCode.TIMEOUT);
    } finally {
      end.set(true);
    }
  }

  @Test
  void aCallThatHangsInATurnIsAStrikeAndLetsTheServiceLeave() {
    Offer<ResourceController> offer = offer();
    AtomicBoolean end = new AtomicBoolean();
    try {
      for (int i = 0; i < 3; i++) {
        assertThat(failure(() -> leases.leases().together(() -> offer.call(c -> stays(end)))))
            .isEqualTo(ErrorCode.TIMEOUT);
      }
      assertThat(leases.leases().offers(Family.CONTROLLER)).isEmpty();
      leases.remove(Family.CONTROLLER, cpu);
      assertThat(failure(() -> offer.call(ResourceController::name))).isEqualTo(ErrorCode.WAITING);
    } finally {
      end.set(true);
    }
  }

  private static String stays(AtomicBoolean end) {
    while (!end.get()) {
      Thread.onSpinWait();
    }
    return "done";
  }

  @Test
  void aServiceThatLeavesFreesTheTurnThatIsInIt() {
    Offer<ResourceController> offer = offer();
    CountDownLatch inside = new CountDownLatch(1);
    AtomicBoolean end = new AtomicBoolean();
    AtomicReference<ErrorCode> seen = new AtomicReference<>();
    Thread caller =
        new Thread(
            () ->
                seen.set(
                    failure(
                        () ->
                            leases
                                .leases()
                                .together(
                                    () ->
                                        offer.call(
                                            Duration.ofMinutes(1),
                                            c -> {
                                              inside.countDown();
                                              return stays(end);
                                            })))));
    caller.start();
    Eventually.holds("the call runs", () -> inside.getCount() == 0);
    try {
      leases.remove(Family.CONTROLLER, cpu);
      Eventually.holds("the turn is given up", () -> seen.get() == ErrorCode.WAITING);
    } finally {
      end.set(true);
    }
  }

  @Test
  void whatAnOrdinaryCallThrowsDoesNotLeadToQuarantine() {
    Offer<ResourceController> offer = offer();
    for (int i = 0; i < 5; i++) {
      assertThat(failure(() -> offer.run(c -> sneak(new IllegalStateException("boom")))))
          .isEqualTo(ErrorCode.PROVIDER);
    }
    assertThat(leases.leases().offers(Family.CONTROLLER)).containsExactly(offer);
  }

  @Test
  void aCallerMayGiveACallTimeOfItsOwn() {
    String answer =
        offer().call(Duration.ofSeconds(5), c -> lasts(Duration.ofMillis(300), () -> {}));
    assertThat(answer).isEqualTo("done");
  }

  @Test
  void workThatReportsProgressMayTakeAnyTime() {
    List<String> reports = new ArrayList<>();
    String answer;
    // Above what a loaded machine keeps a thread from its CPU.
    try (TestLeases slow = new TestLeases(events, Duration.ofMillis(50), Duration.ofSeconds(1))) {
      slow.add(Family.CONTROLLER, cpu);
      answer =
          slow.leases()
              .need(Family.CONTROLLER, "cpu")
              .work(
                  new ListedProgress(reports),
                  (c, p) -> lasts(Duration.ofMillis(2500), () -> p.progress(-1, "on its way")));
    }
    assertThat(answer).isEqualTo("done");
    assertThat(reports).contains("on its way");
  }

  @Test
  void workThatIsSilentIsGivenUpAndReportsNoMore() {
    Offer<ResourceController> offer = offer();
    List<String> reports = new ArrayList<>();
    AtomicReference<Throwable> stopped = new AtomicReference<>();
    assertThat(
            failure(
                () ->
                    offer.work(
                        new ListedProgress(reports),
                        (c, p) -> {
                          hang();
                          p.progress(50, "too late");
                          try {
                            p.checkCancelled();
                          } catch (ContainerException e) {
                            stopped.set(e);
                          }
                          return "done";
                        })))
        .isEqualTo(ErrorCode.TIMEOUT);
    Eventually.holds("the work hears that it was given up", () -> stopped.get() != null);
    assertThat(reports).isEmpty();
  }

  private static String lasts(Duration time, Runnable meanwhile) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      meanwhile.run();
      Thread.onSpinWait();
    }
    return "done";
  }

  private record ListedProgress(List<String> reports) implements ProgressSink {
    @Override
    public void progress(int percent, String message) {
      reports.add(message);
    }

    @Override
    public void checkCancelled() {}
  }
}
