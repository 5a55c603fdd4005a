package io.cooperage.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollTest {
  private static final Duration LONG = Duration.ofDays(100_000);

  @TempDir Path folder;
  private OwnedFd quiet;
  private OwnedFd loud;

  @BeforeEach
  void openPipes() {
    quiet = pipe("quiet");
    loud = pipe("loud");
  }

  @AfterEach
  void closePipes() {
    quiet.close();
    loud.close();
  }

  @Test
  void onlyThoseWithInputAreReturned() {
    assertThat(Poll.anyReadable(List.of(quiet, loud), Duration.ZERO)).isEmpty();
    FileCalls.writeText(loud, "x");
    assertThat(Poll.anyReadable(List.of(quiet, loud), LONG)).containsExactly(loud);
    assertThat(Poll.readable(quiet, Duration.ofMillis(5))).isFalse();
  }

  @Test
  void anEmptyPipeTakesOutput() {
    assertThat(Poll.writable(quiet, LONG)).isTrue();
  }

  private OwnedFd pipe(String name) {
    try (OwnedFd directory = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      var none = new io.cooperage.linux.file.DeviceNumber(0, 0);
      io.cooperage.linux.file.DirectoryCalls.makeNode(
          directory, name, io.cooperage.linux.file.FileType.FIFO, 0600, none);
    }
    // Linux lets one process be reader and writer of a named pipe.
    return OpenCalls.open(folder.resolve(name), OpenFlag.READ_WRITE, OpenFlag.NON_BLOCKING);
  }
}
