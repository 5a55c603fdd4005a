package io.cooperage.controller.pids;

import static io.cooperage.controller.pids.PidsParameters.NUMPTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.controller.Consequence;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.testing.controller.TestCell;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Terminals of a process with a mount table and a devpts of its own. */
class HostTerminalsTest {
  private static final String OPTIONS = "newinstance,ptmxmode=0666,mode=0620,gid=5,max=1024";
  private static final String READY = "; echo ready; read end";
  private static final String OWN_DEVPTS =
      "mount -t tmpfs none /dev && mkdir /dev/pts && mount -t devpts -o "
          + OPTIONS
          + " devpts /dev/pts";

  private final PidsController controller = new PidsController();
  private Process init;

  @BeforeEach
  @AfterEach
  void end() {
    controller.deactivate();
    if (init != null) {
      init.destroyForcibly().onExit().join();
    }
  }

  private TestCell running(String script) throws IOException {
    init = new ProcessBuilder("unshare", "-m", "sh", "-c", script + READY).start();
    BufferedReader output = init.inputReader(StandardCharsets.UTF_8);
    assertThat(output.readLine()).isEqualTo("ready");
    int pid = Math.toIntExact(init.pid());
    return TestCell.of(Map.of())
        .withInit(new PidHandle(pid, ProcessStat.find(pid).orElseThrow().startTime()));
  }

  @Test
  void theLimitIsChangedLiveReadBackAndBites() throws IOException {
    TestCell cell = running(OWN_DEVPTS);

    controller.apply(cell, ParameterValues.builder().put(NUMPTY, 2L).build());

    assertThat(controller.readBack(cell)).extracting(Effective::value).containsExactly("2");
    try (OwnedFd first = terminal();
        OwnedFd second = terminal()) {
      assertThat(List.of(first, second)).allMatch(OwnedFd::isOpen);
      assertThat(controller.counts(cell))
          .containsExactly(ResourceCount.held("numpty", "count", 2).limit(2));
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(this::terminal)
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOSPC));
      assertThat(controller.foresee(cell, ParameterValues.builder().put(NUMPTY, 1L).build()))
          .extracting(Consequence::fatal)
          .containsExactly(false);
    }
  }

  private OwnedFd terminal() {
    return OpenCalls.open(
        Path.of("/proc/" + init.pid() + "/root/dev/pts/ptmx"),
        OpenFlag.READ_WRITE,
        OpenFlag.NO_CONTROLLING_TERMINAL);
  }

  @Test
  void everyOtherOptionOfTheFileSystemIsKept() throws IOException {
    TestCell cell = running(OWN_DEVPTS);

    controller.apply(cell, ParameterValues.builder().put(NUMPTY, 7L).build());

    assertThat(Path.of("/proc/" + init.pid() + "/mountinfo"))
        .content()
        .contains(" - devpts devpts rw,gid=5,mode=620,ptmxmode=666,max=7");
  }

  @Test
  void resetGoesBackToWhatAContainerIsStartedWith() throws IOException {
    TestCell cell = running(OWN_DEVPTS);
    controller.apply(cell, ParameterValues.builder().put(NUMPTY, CountType.UNLIMITED).build());
    assertThat(controller.readBack(cell)).extracting(Effective::value).containsExactly("unlimited");

    controller.apply(cell, ParameterValues.empty());

    assertThat(controller.readBack(cell)).extracting(Effective::value).containsExactly("1024");
  }

  @Test
  void whateverElseIsMountedThereIsLeftAlone() throws IOException {
    TestCell cell = running("mount -t tmpfs none /dev && mkdir /dev/pts");

    assertThat(controller.readBack(cell)).isEmpty();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> controller.apply(cell, ParameterValues.builder().put(NUMPTY, 2L).build()))
        .withMessageContaining("no terminals at /dev/pts");
  }

  @Test
  void aLinkIsNotFollowedToTheHostsTerminals() throws IOException {
    TestCell cell =
        running(
            "mkdir -p /tmp && mount -t tmpfs none /tmp && mkdir /tmp/pts && mount --bind /dev/pts"
                + " /tmp/pts && mount -t tmpfs none /dev && ln -s /tmp/pts /dev/pts");

    assertThat(controller.readBack(cell)).isEmpty();
  }

  @Test
  void aPidThatWasReusedIsNotTaken() throws IOException {
    TestCell cell = running(OWN_DEVPTS);
    PidHandle other = new PidHandle(cell.init().orElseThrow().pid(), 1);

    assertThat(controller.readBack(cell.withInit(other))).isEmpty();
  }
}
