package io.cooperage.controller.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.kernel.PidHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeMountsTest {
  private static final String OURS =
      "73 52 0:61 /node %s rw,nosuid,noexec shared:1 - tmpfs cooperage-device rw,size=4k";

  @ParameterizedTest
  @ValueSource(strings = {"fuse", "net/tun"})
  void aNodeIsKnownByItsSourceAndItsPlace(String name) {
    assertThat(NodeMounts.name(OURS.formatted("/dev/" + name))).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " - ",
        "73 52 0:61 /node /dev/fuse - tmpfs",
        "73 52 0:61 /node /dev/fuse rw - tmpfs other rw",
        "73 52 0:61 / /dev/fuse rw - tmpfs cooperage-device rw",
        "73 52 0:61 /node /etc/passwd rw - tmpfs cooperage-device rw",
        "73 52 0:61 /node /dev/../etc/passwd rw - tmpfs cooperage-device rw",
        "73 52 0:61 /node /dev/a\\040b rw - tmpfs cooperage-device rw"
      })
  void nothingElseIsTaken(String line) {
    assertThat(NodeMounts.name(line)).isEmpty();
  }

  @Test
  void aProcessThatIsGoneHasNone() {
    assertThat(NodeMounts.names(new PidHandle(Integer.MAX_VALUE, 1))).isEmpty();
  }
}
