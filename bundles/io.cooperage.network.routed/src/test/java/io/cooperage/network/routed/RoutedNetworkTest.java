package io.cooperage.network.routed;

import static io.cooperage.network.routed.Datagrams.PORT;
import static io.cooperage.network.routed.Datagrams.receive;
import static io.cooperage.network.routed.Datagrams.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.AddressRequests;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.Route;
import io.cooperage.linux.net.RouteRequests;
import io.cooperage.linux.net.VethPair;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.network.Attachment;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutedNetworkTest {
  private static final String A4 = "10.77.0.101";
  private static final String B4 = "10.77.0.102";
  private static final String A6 = "fd77::101";

  private final ContainerId a = ContainerId.random();
  private final ContainerId b = ContainerId.random();
  private TestHost host;
  private RoutedNetwork network;

  @BeforeEach
  void startHost() {
    Assumptions.assumeTrue(Nftables.available(), "libnftables1 is not installed");
    host = new TestHost();
    network = host.provider();
    host.start(a);
    host.start(b);
  }

  @AfterEach
  void stopHost() {
    network.close();
    host.close();
  }

  @Test
  void addressesComeAndGoWhileAnotherKeepsItsConnection() throws IOException {
    List<Attachment> present = network.attach(host.request(a, false, A4, A6));
    network.attach(host.request(b, false, B4));
    try (DatagramChannel left = TestHost.bind(host.namespace(a), A4, PORT);
        DatagramChannel right = TestHost.bind(host.namespace(b), B4, PORT)) {
      present = network.update(host.request(a, false, A4, "10.77.0.111"), present);
      send(left, B4, "still here");
      assertThat(receive(right, "still here")).isEqualTo(A4);
    }
    assertThat(addressesInside(a)).contains(A4, "10.77.0.111").doesNotContain(A6);
    assertThat(host.view().lookup(IpPrefix.parse(A6).address())).isEmpty();
    present = network.update(host.request(a, false), present);
    assertThat(addressesInside(a)).isEmpty();
    assertThat(host.view().lookup(IpPrefix.parse(A4).address())).isEmpty();
    assertThat(network.readBack(host.request(a, false), present))
        .extracting(Effective::parameter)
        .containsExactly("nat");
  }

  @Test
  void goingBackToTheOldValuesUndoesAnUpdateThatNobodyStored() {
    List<Attachment> stored = network.attach(host.request(a, false, A4));
    network.update(host.request(a, true, "10.77.0.111", A6), stored);
    network.update(host.request(a, false, A4), stored);
    assertThat(addressesInside(a)).containsExactly(A4);
    assertThat(network.readBack(host.request(a, false, A4), stored))
        .extracting(Effective::value)
        .containsExactly(A4, "no");
  }

  @Test
  void repeatingAnAttachChangesNothing() {
    List<Attachment> first = network.attach(host.request(a, false, A4, A6));
    List<Route> routes = host.view().routes();
    int index = host.view().link(first.get(0).hostDevice()).orElseThrow().index();
    assertThat(network.attach(host.request(a, false, A4, A6))).isEqualTo(first);
    assertThat(host.view().routes()).isEqualTo(routes);
    assertThat(host.view().link(first.get(0).hostDevice()).orElseThrow().index()).isEqualTo(index);
  }

  @Test
  void anotherDaemonGoesOnWithStoredAttachments() throws IOException {
    List<Attachment> stored = network.attach(host.request(a, false, A4));
    network.close();
    network = host.provider();
    network.attach(host.request(b, false, B4));
    assertThat(network.readBack(host.request(a, false, A4), stored))
        .extracting(Effective::value)
        .contains(A4);
    stored = network.update(host.request(a, false, A4, A6), stored);
    Map<String, Long> usage = new HashMap<>();
    network.usage(stored, (meter, amount) -> usage.put(meter.name(), amount));
    assertThat(usage.keySet())
        .containsExactlyInAnyOrderElementsOf(network.meters().stream().map(Meter::name).toList());
    assertThat(usage.get("network.sent")).isPositive();
    assertThat(usage.get("network.sent.packets")).isPositive();
    assertThat(addressesInside(a)).containsExactlyInAnyOrder(A4, A6);
  }

  @Test
  void aContainerThatIsStartedAgainGetsItsAddressBack() throws IOException {
    List<Attachment> stored = network.attach(host.request(a, false, A4));
    network.detach(a, stored);
    // The old namespace is still there: a kernel takes its time, or a descriptor holds it.
    try (OwnedFd old = host.namespace(a).duplicate()) {
      host.start(a);
      network.attach(host.request(a, false, A4));
      network.attach(host.request(b, false, B4));
      try (DatagramChannel left = TestHost.bind(host.namespace(a), A4, 0);
          DatagramChannel right = TestHost.bind(host.namespace(b), B4, PORT)) {
        send(left, B4, "again");
        assertThat(receive(right, "again")).isEqualTo(A4);
      }
      assertThat(old.isOpen()).isTrue();
    }
  }

  @Test
  void detachingFreesTheAddressAtOnceAndTheDeviceSoon() {
    List<Attachment> stored = network.attach(host.request(a, false, A4));
    network.detach(a, stored);
    assertThat(host.view().lookup(IpPrefix.parse(A4).address())).isEmpty();
    network.attach(host.request(b, false, A4));
    waitUntilGone(stored.get(0).hostDevice());
    network.detach(a, stored);
    network.detach(a, List.of());
  }

  @Test
  void aCrashDuringAttachIsCleanedUpFromTheIdentityAlone() {
    Attachment made = network.attach(host.request(a, false, A4)).get(0);
    network.detach(a, List.of());
    waitUntilGone(made.hostDevice());
  }

  @Test
  void anAddressOfTheHostOrOfAnotherDeviceIsRefused() {
    host.socket().apply(LinkRequests.create(VethPair.named("uplink", "far")));
    int uplink = host.view().link("uplink").orElseThrow().index();
    host.socket()
        .apply(
            AddressRequests.add(uplink, IpPrefix.parse("192.0.2.1/24")),
            LinkRequests.up(uplink),
            RouteRequests.add(Route.onLink(IpPrefix.parse(A4), uplink, Route.STATIC)));
    refused("192.0.2.1", "is the host's own");
    refused(A4, "is routed to the device uplink");
    network.attach(host.request(a, false, "192.0.2.7"));
  }

  @Test
  void anotherNamespaceUnderTheSamePathIsRefused() {
    var request = host.request(a, false, A4);
    var wrong =
        new io.cooperage.spi.network.NetworkNamespace(
            request.namespace().path(), request.namespace().inode() + 1);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(
            () ->
                network.attach(
                    new io.cooperage.spi.network.NetworkRequest(a, wrong, request.values())))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_RUNNING));
  }

  private void refused(String address, String why) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> network.attach(host.request(a, false, address)))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ADDRESS_IN_USE));
  }

  private List<String> addressesInside(ContainerId id) {
    try (GuestSide guest = GuestSide.open(host.namespace(id))) {
      return guest.addresses().stream().map(IpPrefix::format).toList();
    }
  }

  private void waitUntilGone(String device) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (host.view().link(device).isPresent()) {
      assertThat(System.nanoTime()).as("%s is still there", device).isLessThan(deadline);
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
