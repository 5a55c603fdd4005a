package io.cooperage.template.busybox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tree boots on the real kernel, and its init obeys from inside and outside. */
class BusyboxBootTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path root;

  @BeforeEach
  void build() throws IOException {
    assumeTrue(Files.exists(Path.of("/bin/busybox")), "the package busybox-static is missing");
    assumeTrue(
        "0".equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString()),
        "namespaces without a user namespace need root");
    new BusyboxTemplateSource().build("busybox", root, new QuietProgress());
  }

  @Test
  void itBootsToAShellWithLoopbackUp() throws IOException, InterruptedException {
    try (NamespacedSystem system = NamespacedSystem.boot(root)) {
      system.awaitOutput("Please press Enter", LIMIT);
      system.type("");
      system.type(
          "ping -c 1 -W 2 127.0.0.1 && echo 'lo' is 'up'; echo PATH=$PATH; echo pid1 $(cat /proc/1/comm)");
      system.awaitOutput("lo is up", LIMIT);
      system.awaitOutput("PATH=/usr/local/sbin:", LIMIT);
      system.awaitOutput("pid1 init", LIMIT);
    }
  }

  @ParameterizedTest
  @CsvSource({"halt,130", "poweroff,130", "reboot,129"})
  void commandsInsideDoWhatTheySay(String command, int exit)
      throws IOException, InterruptedException {
    try (NamespacedSystem system = NamespacedSystem.boot(root)) {
      system.awaitOutput("Please press Enter", LIMIT);
      system.type("");
      system.type(command);
      assertThat(system.awaitExit(LIMIT)).isEqualTo(exit);
    }
  }

  @ParameterizedTest
  @CsvSource({"USR1,130", "USR2,130", "TERM,129", "INT,129"})
  void signalsFromTheHostDoWhatTheDescriptorSays(String signal, int exit)
      throws IOException, InterruptedException {
    try (NamespacedSystem system = NamespacedSystem.boot(root)) {
      system.awaitOutput("Please press Enter", LIMIT);
      system.signal(signal);
      assertThat(system.awaitExit(LIMIT)).isEqualTo(exit);
    }
  }
}
