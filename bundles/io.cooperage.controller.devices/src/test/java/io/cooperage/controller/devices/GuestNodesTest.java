package io.cooperage.controller.devices;

import static io.cooperage.controller.devices.DevicesParameters.DEVNODES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.FileType;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.TestCell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuestNodesTest {
  private static final DeviceNode NODE = DEVNODES.type().parse("loop-control:r");

  private Process init;

  @AfterEach
  void end() {
    if (init != null) {
      init.destroyForcibly().onExit().join();
    }
  }

  /** A process with a mount table and a /dev of its own, whose ids begin at a million. */
  private TestCell running(String script) throws IOException {
    init =
        new ProcessBuilder("unshare", "-m", "sh", "-c", script + "; echo ready; read end").start();
    assertThat(init.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
    int pid = Math.toIntExact(init.pid());
    return TestCell.of(Map.of())
        .withInit(new PidHandle(pid, ProcessStat.find(pid).orElseThrow().startTime()));
  }

  private Path inside(String path) {
    return Path.of("/proc/" + init.pid() + "/root" + path);
  }

  @Test
  void aNodeOfTheContainersRootComesAndGoesWhileItRuns() throws IOException {
    TestCell cell = running("mount -t tmpfs none /dev && touch /dev/loop-control");
    assumeThat(NODE.device()).as("the loop driver").isPresent();
    Device device = NODE.device().orElseThrow();
    try (GuestNodes nodes = GuestNodes.open(cell).orElseThrow()) {
      assertThat(nodes.present(NODE)).isEmpty();

      nodes.put(NODE, device, 0640);
      nodes.put(NODE, device, 0640);

      assertThat(nodes.present(NODE)).contains(device);
      FileStatus node = StatusCalls.status(inside("/dev/loop-control"));
      assertThat(node.owner()).isEqualTo(1_000_000);
      assertThat(node.permissions()).isEqualTo(0640);
      OpenCalls.open(inside("/dev/loop-control")).close();

      nodes.remove(NODE.name());
      assertThat(nodes.present(NODE)).isEmpty();
      nodes.remove(NODE.name());
    }
    assertThat(Files.readAllLines(Path.of("/proc/self/mounts")))
        .noneMatch(line -> line.contains("nr_inodes=4,"));
  }

  @Test
  void aLinkOfTheContainersIsNotFollowed() throws IOException {
    TestCell cell =
        running(
            "mount -t tmpfs none /tmp && mkdir /tmp/dev && touch /tmp/dev/loop-control && mount -t"
                + " tmpfs none /mnt && mount --bind /mnt /dev && ln -s /tmp/dev/loop-control"
                + " /dev/loop-control");
    assumeThat(NODE.device()).as("the loop driver").isPresent();
    try (GuestNodes nodes = GuestNodes.open(cell).orElseThrow()) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> nodes.put(NODE, NODE.device().orElseThrow(), 0600))
          .withMessageContaining("ELOOP");
    }
  }

  @Test
  void aDaemonThatCameBackTakesAwayWhatTheOneBeforePut() throws IOException {
    TestCell cell = running("mount -t tmpfs none /dev && touch /dev/loop-control");
    assumeThat(NODE.device()).as("the loop driver").isPresent();
    SimulatedGroup group =
        SimulatedGroup.v1("devices:/ct")
            .with("devices.list", "b *:* m")
            .with("devices.allow", "")
            .with("devices.deny", "");
    TestCell held =
        TestCell.of(Map.of(Subsystem.DEVICES, group)).withInit(cell.init().orElseThrow());
    new DevicesController()
        .apply(held, ParameterValues.builder().putList(DEVNODES, List.of(NODE)).build());
    assertThat(NodeMounts.names(cell.init().orElseThrow())).containsExactly("loop-control");

    new DevicesController().apply(held, ParameterValues.empty());

    assertThat(NodeMounts.names(cell.init().orElseThrow())).isEmpty();
    assertThat(StatusCalls.status(inside("/dev/loop-control")).type()).isEqualTo(FileType.REGULAR);
  }

  @Test
  void aContainerThatIsDownHasNone() {
    assertThat(GuestNodes.open(TestCell.of(Map.of()))).isEmpty();
  }

  @Test
  void nodesNeedAHostThatCanHoldTheContainerToThem() {
    ParameterValues values =
        ParameterValues.builder().put(DEVNODES, DEVNODES.type().parse("null:rw")).build();

    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> new DevicesController().apply(TestCell.of(Map.of()), values))
        .withMessageContaining("cannot hold a CT to devices");
  }
}
