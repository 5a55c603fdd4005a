package io.cooperage.network.routed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.node.HostChange;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NetworkSysctls;
import io.cooperage.linux.net.VethPair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardingTest {
  private TestHost host;
  private Forwarding forwarding;

  @BeforeEach
  void startHost() {
    host = new TestHost();
    // A new network namespace starts with what the host has.
    host.run(
        () -> {
          NetworkSysctls.write(Map.of("ipv4/ip_forward", "0", "ipv6/conf/all/forwarding", "0"));
          return null;
        });
    forwarding = new Forwarding(host, host.view(), host, "coopt");
  }

  @AfterEach
  void stopHost() {
    host.close();
  }

  @Test
  void aFamilyIsForwardedOnlyOnceACtNeedsIt() {
    forwarding.require(wiring());
    assertThat(changed()).isEmpty();
    forwarding.require(wiring("10.77.0.101"));
    forwarding.require(wiring("10.77.0.102"));
    assertThat(changed()).containsExactly("net.ipv4.ip_forward");
  }

  @Test
  void devicesGoOnBelievingRoutersWhenTheHostForwardsIpv6() {
    host.socket().apply(LinkRequests.create(VethPair.named("uplink", "far")));
    forwarding.require(wiring("fd77::101"));
    assertThat(changed())
        .contains("net.ipv6.conf.uplink.accept_ra")
        .endsWith("net.ipv6.conf.all.forwarding")
        .noneMatch(name -> name.contains(".lo."));
  }

  @Test
  void devicesOfContainersAreLeftAlone() {
    host.socket().apply(LinkRequests.create(VethPair.named("coopt1", "far")));
    forwarding.require(wiring("fd77::101"));
    assertThat(changed()).noneMatch(name -> name.contains("coopt1"));
  }

  private List<String> changed() {
    return host.changes().stream().map(HostChange::key).toList();
  }

  private static Wiring wiring(String... addresses) {
    ParameterValues values =
        ParameterValues.builder().parse(RoutedParameters.IP, List.of(addresses)).build();
    return Wiring.of(ContainerId.random(), "coopt", values);
  }
}
