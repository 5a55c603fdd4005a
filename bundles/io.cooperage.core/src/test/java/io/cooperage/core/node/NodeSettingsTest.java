package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {
  private static NodeSettings settings(String name, String group, String prefix, long base) {
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
        Map.of());
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
}
