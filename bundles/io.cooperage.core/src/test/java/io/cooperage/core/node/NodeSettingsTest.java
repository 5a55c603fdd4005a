package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {
  private static NodeSettings settings(String name, String group, String prefix, long base) {
    return settings(name, group, prefix, base, 1, 10);
  }

  private static NodeSettings sampling(int period, int idle) {
    return settings("node", "cooperage/node", "coop", 524288, period, idle);
  }

  private static NodeSettings settings(
      String name, String group, String prefix, long base, int period, int idle) {
    return new NodeSettings(
        name,
        Path.of("/s"),
        Path.of("/r"),
        Path.of("/p"),
        Path.of("/etc"),
        group,
        prefix,
        "cooperage",
        base,
        65536,
        "busybox",
        Map.of(),
        Duration.ofSeconds(period),
        Duration.ofSeconds(idle),
        Overcommit.usual(),
        DriftPolicy.usual(),
        FullPool.usual());
  }

  @Test
  void aSoundNodeIsAccepted() {
    assertThat(settings("node", "cooperage/node", "coop", 524288).name()).isEqualTo("node");
  }

  @Test
  void whatCannotWorkIsRefusedWithItsKey() {
    assertThatThrownBy(() -> settings("No de", "cooperage/node", "coop", 524288))
        .hasMessageContaining("name 'No de'");
    assertThatThrownBy(() -> settings("node", "system.slice", "coop", 524288))
        .hasMessageContaining("cgroupParent");
    assertThatThrownBy(() -> settings("node", "cooperage/node", "toolong", 524288))
        .hasMessageContaining("vethPrefix");
    assertThatThrownBy(() -> settings("node", "cooperage/node", "coop", 1000))
        .hasMessageContaining("idBase");
  }

  @Test
  void samplesAreTakenEverySecondToEveryHourAndNotMoreOftenWhileNobodyLooks() {
    assertThat(sampling(5, 5).samplePeriod()).isEqualTo(Duration.ofSeconds(5));
    assertThatThrownBy(() -> sampling(0, 10)).hasMessageContaining("samplePeriod '0'");
    assertThatThrownBy(() -> sampling(1, 3601)).hasMessageContaining("idleSamplePeriod '3601'");
    assertThatThrownBy(() -> sampling(20, 10))
        .hasMessageContaining("idleSamplePeriod '10' must be samplePeriod..3600");
  }
}
