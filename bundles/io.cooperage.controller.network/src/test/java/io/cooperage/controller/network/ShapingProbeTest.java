package io.cooperage.controller.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.node.Finding;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.spi.node.HostFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapingProbeTest {
  @Test
  void theTrialLeavesNothingOnTheHost() {
    List<String> before = devices();

    KernelTrial.run();

    assertThat(devices()).isEqualTo(before).doesNotContain("trial");
  }

  private static List<String> devices() {
    try (NetlinkSocket socket = NetlinkSocket.open()) {
      return new NetworkView(socket)
          .links().stream()
              .map(link -> link.name())
              .filter(name -> name.startsWith("trial") || name.startsWith("ifb"))
              .toList();
    }
  }

  @Test
  void theProbeSaysWhatTheTrialFound() {
    List<String> missing = KernelTrial.run().missing();
    ShapingProbe probe = new ShapingProbe();

    assertThat(probe.features())
        .containsEntry(
            ShapingProbe.SHAPING, missing.isEmpty() ? "yes" : String.join(" and ", missing))
        .containsKey(ShapingProbe.LINK_SPEED);
    assertThat(probe.findings()).isNotEmpty();
    assertThat(probe.findings().get(0).grade() == Finding.Grade.MISSING)
        .isEqualTo(!missing.isEmpty());
  }

  @Test
  void factsAreUnderstoodAgain() {
    assertThat(ShapingProbe.lacking(host("yes", "1000000000"))).isEmpty();
    assertThat(ShapingProbe.lacking(host("ifb", "unknown"))).isEqualTo("ifb");
    assertThat(ShapingProbe.linkSpeed(host("yes", "1000000000"))).hasValue(1_000_000_000L);
    assertThat(ShapingProbe.linkSpeed(host("yes", "unknown"))).isEmpty();
    assertThat(ShapingProbe.lacking(new HostFacts(1, 1, "", Map.of()))).isEmpty();
  }

  private static HostFacts host(String shaping, String speed) {
    return new HostFacts(
        1, 1, "", Map.of(ShapingProbe.SHAPING, shaping, ShapingProbe.LINK_SPEED, speed));
  }
}
