package io.cooperage.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Eventually;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A veth pair and an ifb in a namespace of the test's own. */
class TrafficRequestsTest {
  private static final TcHandle TREE = TcHandle.of(0xc0, 0);
  private static final TcHandle TOP = TcHandle.of(0xc0, 1);
  private static final TcHandle LEAF = TcHandle.of(0xc0, 0x12);
  private static final long MEGABIT = 125_000;

  private OwnedFd namespace;
  private NetlinkSocket socket;
  private TrafficView view;
  private int veth;
  private int ifb;

  @BeforeEach
  void makeDevices() {
    namespace = NetworkNamespaces.create();
    socket = NetlinkSocket.openIn(namespace);
    view = new TrafficView(socket);
    socket.apply(LinkRequests.create(VethPair.named("coop0", "coop1")));
    veth = new NetworkView(socket).link("coop0").orElseThrow().index();
    need("ifb", LinkRequests.createIfb("coop-out"));
    ifb = new NetworkView(socket).link("coop-out").orElseThrow().index();
    need("sch_htb", TrafficRequests.addHtb(ifb, TREE));
    socket.apply(set(TOP, TREE, 1000, 1000));
  }

  @AfterEach
  void letThemGo() {
    socket.close();
    namespace.close();
  }

  private void need(String feature, NetlinkRequest request) {
    List<NetlinkSocket.Refusal> refusals = socket.attempt(List.of(request));
    Assumptions.assumeFalse(
        refusals.stream().anyMatch(r -> r.reason() == Errno.EOPNOTSUPP || isAbsent(r)),
        "this kernel has no " + feature);
    assertThat(refusals).isEmpty();
  }

  private static boolean isAbsent(NetlinkSocket.Refusal refusal) {
    return refusal.reason() == Errno.ENOENT;
  }

  private NetlinkRequest set(TcHandle handle, TcHandle parent, long rate, long ceiling) {
    return TrafficRequests.setClass(
        ifb,
        new HtbClass(handle, parent, rate * MEGABIT, ceiling * MEGABIT, 20_000_000, 60_000, 3));
  }

  @Test
  void aClassComesBackAsItWasAsked() {
    socket.apply(set(LEAF, TOP, 10, 100), TrafficRequests.setFifo(ifb, LEAF, 200_000));

    HtbClassState found = view.find(ifb, LEAF).orElseThrow();

    assertThat(found.rate()).isEqualTo(10 * MEGABIT);
    assertThat(found.ceiling()).isEqualTo(100 * MEGABIT);
    assertThat(found.parent()).isEqualTo(TOP);
    assertThat(found.priority()).isEqualTo(3);
    assertThat(found.traffic().bytes()).isZero();
    assertThat(view.classes(ifb)).extracting(HtbClassState::handle).containsOnly(TOP, LEAF);
    assertThat(view.qdiscs(ifb)).extracting(Qdisc::kind).containsExactly("htb", "bfifo");
  }

  @Test
  void ratesBeyond32BitsComeBackWhole() {
    socket.apply(set(LEAF, TOP, 50_000, 100_000));

    HtbClassState found = view.find(ifb, LEAF).orElseThrow();

    assertThat(found.rate()).isEqualTo(50_000 * MEGABIT);
    assertThat(found.ceiling()).isEqualTo(100_000 * MEGABIT);
  }

  @Test
  void aClassAndItsQueueChangeWhileTheyAreThere() {
    socket.apply(set(LEAF, TOP, 10, 100), TrafficRequests.setFifo(ifb, LEAF, 200_000));
    Qdisc before = view.qdiscs(ifb).get(1);

    socket.apply(set(LEAF, TOP, 20, 50), TrafficRequests.setFifo(ifb, LEAF, 100_000));

    assertThat(view.find(ifb, LEAF).orElseThrow().ceiling()).isEqualTo(50 * MEGABIT);
    assertThat(view.qdiscs(ifb).get(1)).isEqualTo(before);
  }

  @Test
  void aRemovedClassIsNotFound() {
    socket.apply(set(LEAF, TOP, 10, 100), TrafficRequests.removeClass(ifb, LEAF));

    assertThat(view.find(ifb, LEAF)).isEmpty();
    assertThat(view.find(9999, LEAF)).isEmpty();
    assertThat(view.classes(9999)).isEmpty();
    assertThat(view.qdiscs(9999)).isEmpty();
  }

  @Test
  void aRedirectionComesBackWithItsClassAndTarget() {
    hookUp();

    for (TrafficHook hook : TrafficHook.values()) {
      assertThat(view.redirects(veth, hook)).containsExactly(new RedirectState(0xc0, LEAF, ifb));
    }
  }

  @Test
  void aRedirectionIsReplacedAtItsPlace() {
    hookUp();

    try (OwnedFd program = PriorityProgram.load(TOP)) {
      socket.apply(
          TrafficRequests.redirect(
              veth, TrafficHook.INGRESS, new Redirect(0xc0, "other", program, TOP, ifb)));
    }

    assertThat(view.redirects(veth, TrafficHook.INGRESS))
        .containsExactly(new RedirectState(0xc0, TOP, ifb));
  }

  @Test
  void removedFiltersLeaveTheOtherHookAlone() {
    hookUp();

    socket.apply(TrafficRequests.removeFilters(veth, TrafficHook.INGRESS, 0xc0));

    assertThat(view.filtered(veth, TrafficHook.INGRESS)).isFalse();
    assertThat(view.filtered(veth, TrafficHook.EGRESS)).isTrue();
    socket.apply(TrafficRequests.removeHooks(veth));
    assertThat(view.filtered(veth, TrafficHook.EGRESS)).isFalse();
    assertThat(view.qdiscs(veth)).extracting(Qdisc::kind).doesNotContain("clsact");
  }

  @Test
  void hooksAreRefusedTwice() {
    socket.apply(TrafficRequests.addHooks(veth));

    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> socket.apply(TrafficRequests.addHooks(veth)))
        .matches(e -> e.is(Errno.EEXIST));
  }

  @Test
  void packetsOfBothDirectionsAreCountedByTheirClass() {
    hookUp();
    // Devices that come up speak of themselves by IPv6, which is traffic enough.
    socket.apply(LinkRequests.up("coop-out"), LinkRequests.up("coop0"), LinkRequests.up("coop1"));

    Eventually.holds(() -> view.find(ifb, LEAF).orElseThrow().traffic().packets() > 2);
  }

  private void hookUp() {
    socket.apply(set(LEAF, TOP, 10, 100));
    need("clsact", TrafficRequests.addHooks(veth));
    try (OwnedFd program = PriorityProgram.load(LEAF)) {
      for (TrafficHook hook : TrafficHook.values()) {
        need(
            "cls_bpf or act_mirred",
            TrafficRequests.redirect(veth, hook, new Redirect(0xc0, "test", program, LEAF, ifb)));
      }
    }
  }
}
