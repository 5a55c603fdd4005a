package io.cooperage.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.kernel.PidHandle;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PidFdTest {
  @Test
  void aProcessIsSignalledAndItsEndIsSeen() throws IOException {
    Process sleeper = new ProcessBuilder("sleep", "1000").start();
    try (PidFd process = PidFd.find((int) sleeper.pid()).orElseThrow()) {
      assertThat(process.exited()).isFalse();
      assertThat(process.signal(Signal.TERM)).isTrue();
      assertThat(process.awaitExit(Duration.ofSeconds(20))).isTrue();
      sleeper.onExit().join();
      assertThat(process.signal(Signal.TERM)).isFalse();
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void anotherStartTimeIsAnotherProcess() {
    ProcessStat self = ProcessStat.find((int) ProcessHandle.current().pid()).orElseThrow();
    try (PidFd found = PidFd.find(new PidHandle(self.pid(), self.startTime())).orElseThrow()) {
      assertThat(found.exited()).isFalse();
    }
    assertThat(PidFd.find(new PidHandle(self.pid(), self.startTime() - 1))).isEmpty();
  }

  @Test
  void anIdThatNobodyHasIsNoProcess() {
    assertThat(PidFd.find(4_194_304)).isEmpty();
    assertThat(ProcessStat.find(4_194_304)).isEmpty();
  }
}
