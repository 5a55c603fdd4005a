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

  @Test
  void aNameWithBracketsDoesNotShiftTheFields() {
    String line = "7 (a) R 1 (b)) S 42 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000 3";
    assertThat(ProcessStat.parse(7, line)).isEqualTo(new ProcessStat(7, 'S', 42, 98765));
  }
}
