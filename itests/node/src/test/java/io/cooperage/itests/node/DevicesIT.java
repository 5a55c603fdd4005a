package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that a running CT is given and loses again, as its own programs find them. */
@ExtendWith(NodeExtension.class)
class DevicesIT {
  private static final String OPEN_FUSE = "test -c /dev/fuse && exec 3<>/dev/fuse";
  private static final String MAKE_AND_OPEN_ZERO = "mknod /tmp/z c 1 5 && exec 3</tmp/z";
  private static final String MAKE_AND_OPEN_FUSE = "mknod /tmp/f c 10 229; exec 3</tmp/f";

  @Test
  void aNodeIsGivenLiveSurvivesARestartAndIsTakenAway(TestNode node) {
    assumeThat(Path.of("/dev/fuse")).as("fuse").exists();
    ContainerIT.create(node, "101");
    assertThat(runs(node, OPEN_FUSE)).isFalse();

    node.ct("set", "101", "--devnodes_add", "fuse:rw").orFail();

    assertThat(runs(node, OPEN_FUSE)).isTrue();
    assertThat(effective(node, "devnodes")).isEqualTo("fuse:rw");
    node.ct("restart", "101").orFail();
    assertThat(runs(node, OPEN_FUSE)).isTrue();
    node.ct("set", "101", "--unset", "devnodes").orFail();
    assertThat(runs(node, OPEN_FUSE)).isFalse();
    assertThat(runs(node, "test -e /dev/fuse")).isFalse();
  }

  @Test
  void aNodeInAFolderIsGivenToo(TestNode node) {
    assumeThat(Path.of("/dev/net/tun")).as("tun").exists();
    ContainerIT.create(node, "101");

    node.ct("set", "101", "--devnodes_add", "net/tun:rw").orFail();

    assertThat(runs(node, "test -c /dev/net/tun && exec 3<>/dev/net/tun")).isTrue();
  }

  @Test
  void aPrivilegedContainerOpensOnlyWhatItWasGiven(TestNode node) {
    assumeThat(Path.of("/dev/fuse")).as("fuse").exists();
    ContainerIT.create(node, "101", "--privileged", "yes");
    assertThat(runs(node, MAKE_AND_OPEN_ZERO)).isTrue();
    assertThat(runs(node, MAKE_AND_OPEN_FUSE)).isFalse();

    node.ct("set", "101", "--devices_add", "c:10:229:r").orFail();

    assertThat(runs(node, MAKE_AND_OPEN_FUSE)).isTrue();
    node.ct("set", "101", "--devices_del", "c:10:229:r").orFail();
    assertThat(runs(node, MAKE_AND_OPEN_FUSE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-device:rw", "../sda:r", "fuse:x"})
  void anUnknownDeviceIsRefusedAndNothingChanges(String entry, TestNode node) {
    ContainerIT.create(node, "101");

    CtResult refused = node.ct("set", "101", "--devnodes_add", entry, "--devices_add", "c:1:3:q");

    assertThat(refused.ok()).isFalse();
    assertThat(refused.error()).contains("devices", "c:1:3:q");
    assertThat(effective(node, "devnodes")).isEmpty();
  }

  private static boolean runs(TestNode node, String script) {
    return node.ct("exec", "101", "--", "sh", "-c", script).ok();
  }

  private static String effective(TestNode node, String parameter) {
    JsonNode shown = node.ct("show", "101", "--json").orFail().json();
    return ContainerIT.effective(shown, parameter);
  }
}
