package io.cooperage.controller.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysfsCpusTest {
  @TempDir private Path folder;

  @Test
  void theSpeedThatACoreCanReachComesFirst() throws IOException {
    Path cpuinfo = Files.writeString(folder.resolve("cpuinfo"), "x\ncpu MHz\t\t: 2445.424\n");
    SysfsCpus cpus = new SysfsCpus(folder, cpuinfo);
    assertThat(cpus.megahertz()).hasValue(2445);

    Files.createDirectories(folder.resolve("cpu/cpu0/cpufreq"));
    Files.writeString(folder.resolve("cpu/cpu0/cpufreq/cpuinfo_max_freq"), "3700000\n");
    assertThat(cpus.megahertz()).hasValue(3700);
  }

  @Test
  void aKernelThatDoesNotSayHasNoSpeedAndOneNode() {
    SysfsCpus cpus = new SysfsCpus(folder, folder.resolve("cpuinfo"));

    assertThat(cpus.megahertz()).isEmpty();
    assertThat(cpus.memoryNodes().text()).isEqualTo("0");
  }

  @Test
  void thisMachineHasCores() {
    assertThat(SysfsCpus.ofHost().online().size()).isPositive();
  }
}
