package io.cooperage.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.TestNode;
import io.cooperage.core.catalog.LiveCatalog;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.core.roster.Records;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.controller.Capacity;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.network.NetworkProvider;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeNetwork;
import io.cooperage.testing.fake.FakeStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Map<String, String> KINDS = Map.of("storage", "fake", "network", "fake");

  private final TestLeases leases = new TestLeases(new RecordedEvents());
  private final LiveCatalog catalog = new LiveCatalog(leases.leases(), Path.of("/nowhere"));
  private final TestNode node = new TestNode(Path.of("/nowhere"));
  private final Roster roster = new Roster();
  private final KeyOwner keys = new KeyOwner("key", () -> {});
  private final Admission admission =
      new Admission(
          leases.leases(), catalog, () -> new HostFacts(1, 1, "", Map.of()), roster, node);

  @BeforeEach
  void open() {
    leases.add(Family.STORAGE, (StorageProvider) new FakeStorage());
    leases.add(Family.NETWORK, (NetworkProvider) new FakeNetwork());
  }

  @AfterEach
  void close() {
    leases.close();
  }

  private void admit(ContainerId id, String address) {
    Map<String, List<String>> texts = Map.of("ip", List.of(address));
    admission.hold(id, KINDS, admission.assess(id, KINDS, texts, Set.of()).sound());
  }

  @Test
  void whatOneIsBeingGivenNobodyElseGets() {
    ContainerId first = ContainerId.random();
    admit(first, "10.0.0.1/24");
    assertThatThrownBy(() -> admit(ContainerId.random(), "10.0.0.1/24"))
        .hasMessageContaining("in use");
    admission.settle(first);
    assertThatCode(() -> admit(ContainerId.random(), "10.0.0.1/24")).doesNotThrowAnyException();
  }

  @Test
  void aTrialHoldsNothing() {
    Map<String, List<String>> texts = Map.of("ip", List.of("10.0.0.1/24"));
    ContainerId id = ContainerId.random();
    admission.tryHold(id, KINDS, admission.assess(id, KINDS, texts, Set.of()));
    assertThatCode(() -> admit(ContainerId.random(), "10.0.0.1/24")).doesNotThrowAnyException();
  }

  @Test
  void onesOwnClaimsAreNoObstacle() {
    ContainerId id = ContainerId.random();
    admit(id, "10.0.0.1/24");
    assertThatCode(() -> admit(id, "10.0.0.1/24")).doesNotThrowAnyException();
  }

  @Test
  void textsOfOtherKindsAreNotLookedAt() {
    assertThat(catalog.view(Map.of("storage", "other")).slices()).isEmpty();
    assertThatCode(
            () ->
                admission.assess(
                    ContainerId.random(),
                    Map.of("network", "other"),
                    Map.of("ip", List.of("nonsense")),
                    Set.of()))
        .doesNotThrowAnyException();
  }

  private void claimKey(String key) {
    claimKey(ContainerId.random(), key);
  }

  private void claimKey(ContainerId id, String key) {
    Map<String, List<String>> texts = Map.of("key", List.of(key));
    admission.hold(id, KINDS, admission.assess(id, KINDS, texts, Set.of()).sound());
    admission.settle(id);
  }

  private ContainerId addCtWithKey(int ctid, String key) {
    ContainerRecord record = Records.record(ctid);
    roster.add(record.edit().parameters(Map.of("key", List.of(key))).build());
    return record.id();
  }

  @Test
  void whatAnOwnerDoesNotTellOfACtIsNotGivenToAnother() {
    leases.add(Family.CONTROLLER, (ResourceController) keys);
    addCtWithKey(101, "a");
    keys.failing = "a";
    assertThatThrownBy(() -> claimKey("b"))
        .hasMessage(
            "controller.key does not say what CT 101 has of the node:"
                + " controller.key failed with IllegalStateException: boom");
    assertThatCode(() -> admit(ContainerId.random(), "10.0.0.1/24"))
        .as("what others own")
        .doesNotThrowAnyException();
    keys.failing = "";
    assertThatCode(() -> claimKey("b")).doesNotThrowAnyException();
    assertThatThrownBy(() -> claimKey("a")).hasMessageContaining("in use by CT 101");
  }

  @Test
  void whatACtHasAlreadyIsItsOwnWhateverIsNotToldOfOthers() {
    leases.add(Family.CONTROLLER, (ResourceController) keys);
    addCtWithKey(101, "a");
    ContainerId own = addCtWithKey(102, "c");
    keys.failing = "a";
    assertThatCode(() -> claimKey(own, "c")).doesNotThrowAnyException();
    assertThatThrownBy(() -> claimKey(own, "d")).hasMessageContaining("does not say");
  }

  @Test
  void whatAnOwnerSaidLastCountsWhileItFails() {
    leases.add(Family.CONTROLLER, (ResourceController) keys);
    addCtWithKey(101, "a");
    claimKey("b");
    keys.failing = "a";
    // Another controller's arrival makes all claims be read anew.
    leases.add(Family.CONTROLLER, (ResourceController) FakeController.cpu());
    assertThatCode(() -> claimKey("b")).doesNotThrowAnyException();
    keys.failing = "none";
    assertThatThrownBy(() -> claimKey("a")).hasMessageContaining("in use by CT 101");
  }

  @Test
  void anOwnerThatIsGivenUpAddsNothingLater() {
    CountDownLatch held = new CountDownLatch(1);
    KeyOwner late = new KeyOwner("late", () -> await(held));
    KeyOwner next =
        new KeyOwner(
            "next",
            () -> {
              held.countDown();
              await(late.askedForCapacities);
            });
    try (TestLeases impatient =
        new TestLeases(new RecordedEvents(), Duration.ofMillis(50), Duration.ofSeconds(1))) {
      impatient.add(Family.CONTROLLER, (ResourceController) late);
      impatient.add(Family.CONTROLLER, (ResourceController) next);
      LiveCatalog both = new LiveCatalog(impatient.leases(), Path.of("/nowhere"));
      Admission hasty =
          new Admission(
              impatient.leases(), both, () -> new HostFacts(1, 1, "", Map.of()), roster, node);
      Assessment assessment = hasty.assess(ContainerId.random(), KINDS, Map.of(), Set.of());
      assertThat(assessment.claims()).containsExactly(Claim.amount("next.sum", 1));
      assertThat(assessment.byOwner()).containsOnlyKeys("controller.next");
    }
  }

  @Test
  void whatDoesNotHangOnAnUnreadableTextIsToldBesideIt() {
    leases.add(Family.CONTROLLER, (ResourceController) new CrossOwner());
    Map<String, List<String>> texts =
        Map.of("size", List.of("7"), "odd", List.of("2"), "part", List.of("9"));
    assertThat(problems(texts, Set.of()))
        .containsExactly("odd '2' must be odd", "part '9' is more than size 7");
    assertThat(problems(texts, Set.of("size"))).containsExactly("odd '2' must be odd");
    assertThat(problems(texts, Set.of("odd"))).containsExactly("part '9' is more than size 7");
  }

  @Test
  void anOwnerThatFailsHidesNoTextThatCouldNotBeRead() {
    CrossOwner owner = new CrossOwner();
    owner.failing = true;
    leases.add(Family.CONTROLLER, (ResourceController) owner);
    Map<String, List<String>> texts = Map.of("odd", List.of("2"));
    assertThat(problems(texts, Set.of("size"))).isEmpty();
    assertThatThrownBy(() -> problems(texts, Set.of())).hasMessageContaining("boom");
  }

  private List<String> problems(Map<String, List<String>> texts, Set<String> unread) {
    return admission.assess(ContainerId.random(), KINDS, texts, unread).problems().stream()
        .map(Problem::message)
        .toList();
  }

  private static void await(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  /** Claims its only parameter as a key, and an amount. */
  private static final class KeyOwner implements ResourceController {
    private final String name;
    private final Parameter<String> key;
    private final Runnable duringClaims;
    private final CountDownLatch askedForCapacities = new CountDownLatch(1);
    private volatile String failing = "";

    KeyOwner(String name, Runnable duringClaims) {
      this.name = name;
      this.duringClaims = duringClaims;
      key =
          Parameter.builder(name, ValueTypes.line("WORD", w -> true, "must be a word"))
              .description("A key.")
              .group("x")
              .build();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Parameter<?>> parameters() {
      return List.of(key);
    }

    @Override
    public List<Claim> claims(ParameterValues values) {
      duringClaims.run();
      List<String> texts = values.texts(key);
      if (texts.contains(failing)) {
        throw new IllegalStateException("boom");
      }
      return Stream.concat(
              Stream.of(Claim.amount(name + ".sum", 1)),
              texts.stream().map(t -> Claim.exclusive(name, t)))
          .toList();
    }

    @Override
    public List<Capacity> capacities(HostFacts host) {
      askedForCapacities.countDown();
      return List.of();
    }

    @Override
    public void apply(Cell cell, ParameterValues total) {}

    @Override
    public List<Effective> readBack(Cell cell) {
      return List.of();
    }
  }

  /** Refuses an even number, and a part that is more than the size, or that has none. */
  private static final class CrossOwner implements ResourceController {
    private static final Parameter<Long> SIZE = number("size");
    private static final Parameter<Long> ODD = number("odd");
    private static final Parameter<Long> PART = number("part");

    private volatile boolean failing;

    private static Parameter<Long> number(String name) {
      return Parameter.builder(name, ValueTypes.integer(0, 10))
          .description("A number.")
          .group("x")
          .build();
    }

    @Override
    public String name() {
      return "cross";
    }

    @Override
    public List<Parameter<?>> parameters() {
      return List.of(SIZE, ODD, PART);
    }

    @Override
    public List<Problem> validate(ParameterValues values, HostFacts host) {
      if (failing) {
        throw new IllegalStateException("boom");
      }
      List<Problem> problems = new ArrayList<>();
      values
          .get(ODD)
          .filter(n -> n % 2 == 0)
          .ifPresent(n -> problems.add(Problem.of("odd", n.toString(), "must be odd")));
      Optional<Long> size = values.get(SIZE);
      values
          .get(PART)
          .filter(n -> size.isEmpty() || n > size.get())
          .map(n -> Problem.of("part", n.toString(), rule(size)))
          .ifPresent(problems::add);
      return problems;
    }

    private static String rule(Optional<Long> size) {
      return size.map(n -> "is more than size " + n).orElse("needs size");
    }

    @Override
    public void apply(Cell cell, ParameterValues total) {}

    @Override
    public List<Effective> readBack(Cell cell) {
      return List.of();
    }
  }
}
