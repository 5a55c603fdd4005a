package io.cooperage.controller.pids;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTasksTest {
  @TempDir private Path switches;

  @ParameterizedTest
  @CsvSource({"32768,192730,4096", "4194304,192730,24091", "4194304,1000,1024", "4000,9000,1024"})
  void aContainerGetsAnEighthOfTheScarcerOfBoth(String pids, String threads, long usual)
      throws IOException {
    Files.writeString(switches.resolve("pid_max"), pids + "\n");
    Files.writeString(switches.resolve("threads-max"), threads + "\n");

    assertThat(NodeTasks.usual(switches)).isEqualTo(usual);
  }

  @Test
  void theSwitchesOfThisHostAreReadWhole() throws IOException {
    Path kernel = Path.of("/proc/sys/kernel");
    long pids = Long.parseLong(Files.readAllLines(kernel.resolve("pid_max")).get(0));
    long threads = Long.parseLong(Files.readAllLines(kernel.resolve("threads-max")).get(0));

    assertThat(NodeTasks.usual()).isEqualTo(Math.max(1024, Math.min(pids, threads) / 8));
  }

  @Test
  void withoutProcTheKernelsDefaultCounts() {
    assertThat(NodeTasks.usual(switches)).isEqualTo(4096);
  }
}
