package io.cooperage.controller.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.node.HostChange;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.HtbClassState;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.PriorityProgram;
import io.cooperage.linux.net.Qdisc;
import io.cooperage.linux.net.Redirect;
import io.cooperage.linux.net.TcHandle;
import io.cooperage.linux.net.TrafficHook;
import io.cooperage.linux.net.TrafficRequests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkControllerTest {
  private static final ParameterValues NOTHING = ParameterValues.empty();

  private TestNode node;
  private NetworkController controller;

  @BeforeEach
  void startNode() {
    node = new TestNode();
    controller = node.controller("1G");
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  /** Everything of ours in the kernel, without counters. */
  private List<String> kernel() {
    List<String> all = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      Lane lane = node.lane(direction);
      lane.index().ifPresent(i -> node.traffic().qdiscs(i).forEach(q -> all.add(q.toString())));
      lane.classes().forEach(c -> all.add(c.handle() + " " + c.rate() + " " + c.ceiling()));
    }
    for (int device : node.traffic().hooked()) {
      for (TrafficHook hook : TrafficHook.values()) {
        all.add(device + " " + node.traffic().redirects(device, hook));
      }
    }
    return all;
  }

  private List<String> queues(TestNode.TestContainer container) {
    return node.traffic().qdiscs(node.index(container.device())).stream().map(Qdisc::kind).toList();
  }

  @Test
  void aContainerWithoutDemandsHasNothingInTheKernel() {
    var plain = node.start();

    controller.apply(plain.cell(), NOTHING);

    assertThat(queues(plain)).doesNotContain("clsact");
    assertThat(node.lane(Direction.OUT).index()).isEmpty();
    assertThat(node.ledger().changes()).isEmpty();
  }

  @Test
  void aLimitInOneDirectionLeavesTheOtherAlone() {
    var limited = node.start();

    controller.apply(limited.cell(), Values.of("ratelimitin", "10M"));

    assertThat(node.lane(Direction.OUT).index()).isEmpty();
    assertThat(node.lane(Direction.IN).classes())
        .singleElement()
        .extracting(HtbClassState::ceiling)
        .isEqualTo(1_250_000L);
    assertThat(node.ledger().changes())
        .extracting(HostChange::kind, HostChange::key)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("network-queue", "coopn-in"));
  }

  @Test
  void aNewInstanceChangesNothingInTheKernel() {
    var first = node.start();
    var second = node.start();
    var plain = node.start();
    ParameterValues limits = Values.of("ratelimit", "10M", "ratelimitin", "20M");
    ParameterValues guarantee = Values.of("rate", "30M");
    controller.apply(first.cell(), limits);
    controller.apply(plain.cell(), NOTHING);
    controller.apply(second.cell(), guarantee);
    List<String> before = kernel();
    controller.close();

    NetworkController next = node.controller("1G");
    assertThat(kernel()).isEqualTo(before);
    next.apply(plain.cell(), NOTHING);
    next.apply(first.cell(), limits);
    next.apply(second.cell(), guarantee);

    assertThat(kernel()).isEqualTo(before);
  }

  @Test
  void aGuaranteeBringsAllContainersIntoTheQueueAndItsEndLetsThemOut() {
    var plain = node.start();
    var other = node.start();
    controller.apply(plain.cell(), NOTHING);

    controller.apply(other.cell(), Values.of("rate", "10M"));

    assertThat(node.lane(Direction.OUT).classes()).hasSize(2);
    assertThat(queues(plain)).contains("clsact");
    assertThat(controller.readBack(plain.cell())).allMatch(e -> e.value().matches("no|"));
    var late = node.start();
    controller.apply(late.cell(), NOTHING);
    assertThat(node.lane(Direction.OUT).classes()).hasSize(3);

    node.stop(other);
    controller.release(other.cell());

    assertThat(node.lane(Direction.OUT).classes()).isEmpty();
    assertThat(queues(plain)).doesNotContain("clsact");
    assertThat(queues(late)).doesNotContain("clsact");
  }

  @Test
  void aContainerThatVanishedDoesNotKeepAnotherFromItsGuarantee() {
    var vanished = node.start();
    var other = node.start();
    controller.apply(vanished.cell(), NOTHING);
    node.stop(vanished);

    controller.apply(other.cell(), Values.of("rate", "10M"));

    assertThat(controller.readBack(other.cell()).get(0).value()).isEqualTo("10M");
  }

  @Test
  void releaseRemovesWhatAnEarlierInstanceMadeAlsoWhenTheDeviceIsGone() {
    var limited = node.start();
    var other = node.start();
    controller.apply(limited.cell(), Values.of("ratelimit", "10M", "ratelimitin", "10M"));
    controller.apply(other.cell(), Values.of("ratelimit", "20M"));
    controller.close();
    node.stop(limited);

    node.controller("1G").release(limited.cell());

    assertThat(node.lane(Direction.OUT).classes())
        .singleElement()
        .extracting(HtbClassState::ceiling)
        .isEqualTo(2_500_000L);
    assertThat(node.lane(Direction.IN).classes()).isEmpty();
  }

  @Test
  void whatACrashLeftIsRemovedByTheNextInstance() {
    var limited = node.start();
    controller.apply(limited.cell(), Values.of("ratelimit", "10M"));
    Lane lane = node.lane(Direction.OUT);
    // As a daemon leaves it that died between the class and the filter of another CT.
    lane.set(
        0x77,
        new Demand(java.util.Optional.of(1_000_000L), java.util.Optional.empty(), false),
        Lane.NO_LIMIT);

    NetworkController next = node.controller("1G");
    next.apply(limited.cell(), Values.of("ratelimit", "10M"));

    assertThat(lane.classes()).extracting(c -> c.handle().minor()).containsExactly(0x10);
  }

  @Test
  void aLimitIsChangedInPlace() {
    var limited = node.start();
    controller.apply(limited.cell(), Values.of("ratelimit", "10M"));
    TcHandle before = node.lane(Direction.OUT).classes().get(0).handle();

    for (int megabits = 1; megabits < 100; megabits++) {
      controller.apply(limited.cell(), Values.of("ratelimit", megabits + "M"));
      assertThat(controller.readBack(limited.cell()).get(1).value()).isEqualTo(megabits + "M");
    }

    assertThat(node.lane(Direction.OUT).classes())
        .singleElement()
        .extracting(HtbClassState::handle)
        .isEqualTo(before);
  }

  @Test
  void whatWasRemovedBehindOurBackIsReadBackAndPutBack() {
    var limited = node.start();
    ParameterValues values = Values.of("ratelimit", "10M", "ratelimitin", "20M");
    controller.apply(limited.cell(), values);
    node.socket().apply(TrafficRequests.removeHooks(node.index(limited.device())));

    assertThat(controller.readBack(limited.cell())).allMatch(e -> e.value().matches("no|"));
    controller.apply(limited.cell(), values);
    assertThat(controller.readBack(limited.cell()).get(1).value()).isEqualTo("10M");

    QueueRestorer.remove(node.socket(), "coopn-out");
    assertThat(controller.readBack(limited.cell()).get(1).value()).isEmpty();
    controller.apply(limited.cell(), values);
    assertThat(controller.readBack(limited.cell()).get(1).value()).isEqualTo("10M");
  }

  @Test
  void filtersOfOthersStay() {
    var limited = node.start();
    int device = node.index(limited.device());
    controller.apply(limited.cell(), Values.of("ratelimit", "10M"));
    try (OwnedFd program = PriorityProgram.load(TcHandle.of(1, 1))) {
      node.socket()
          .apply(
              TrafficRequests.redirect(
                  device,
                  TrafficHook.EGRESS,
                  new Redirect(7, "other", program, TcHandle.of(1, 1), device)));
    }

    controller.apply(limited.cell(), NOTHING);

    assertThat(node.traffic().redirects(device, TrafficHook.INGRESS)).isEmpty();
    assertThat(node.traffic().redirects(device, TrafficHook.EGRESS)).hasSize(1);
  }

  @Test
  void severalDevicesShareOneClass() {
    var one = node.start();
    var two = node.start();
    WiredCell both = WiredCell.of(one.device(), two.device());

    controller.apply(both, Values.of("ratelimit", "10M"));

    assertThat(node.lane(Direction.OUT).classes()).hasSize(1);
    assertThat(controller.readBack(both).get(1).value()).isEqualTo("10M");
    node.socket().apply(TrafficRequests.removeHooks(node.index(two.device())));
    assertThat(controller.readBack(both).get(1).value()).isEmpty();
  }

  @Test
  void theNodesBandwidthFollowsTheConfiguration() {
    var limited = node.start();
    controller.apply(limited.cell(), Values.of("rate", "10M"));
    controller.close();

    node.controller("500M").apply(limited.cell(), Values.of("rate", "10M"));

    assertThat(node.lane(Direction.OUT).ready(Bandwidth.toBytes(500_000_000))).isTrue();
  }

  @Test
  void withoutDeviceOrBandwidthADemandIsRefused() {
    assertThatThrownBy(() -> controller.apply(WiredCell.of(), Values.of("ratelimit", "1M")))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("has no network device on the host");
    controller.apply(WiredCell.of(), NOTHING);
    NetworkController unknown = node.controller("auto");
    var container = node.start();
    assertThatThrownBy(() -> unknown.apply(container.cell(), Values.of("rate", "1M")))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("no bandwidth can be guaranteed");
    assertThat(queues(container)).doesNotContain("clsact");
  }

  @Test
  void theNodeTakesItsDevicesBack() {
    controller.apply(node.start().cell(), Values.of("ratelimit", "1M", "ratelimitin", "1M"));

    node.ledger().changes().forEach(change -> QueueRestorer.remove(node.socket(), change.key()));
    node.ledger().changes().forEach(change -> QueueRestorer.remove(node.socket(), change.key()));

    assertThat(new NetworkView(node.socket()).links())
        .noneMatch(link -> link.name().startsWith("coopn-"));
  }
}
