package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DaemonBootIT {
  private static final int NODE = 9;
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(2);

  @Test
  void opensNoTcpPortAndLetsOnlyRootIn() throws IOException {
    try (TestNode node = TestNode.start("boot", NODE)) {
      assertThat(tcpListeners(node.daemonPid())).isEmpty();
      for (Path folder : List.of(node.etc(), node.run(), node.state())) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
            .as("mode of %s", folder)
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void keepsWhatTheNodeEditedAndRenewsWhatBelongsToTheProgram() throws IOException {
    try (TestNode node = TestNode.install("boot", NODE)) {
      Path edited = node.etc().resolve("org.ops4j.pax.logging.cfg");
      Path programs = node.etc().resolve("system.properties");
      Files.writeString(edited, "log4j2.rootLogger.level = WARN\n");
      Files.writeString(programs, "karaf.name = stale\n");

      node.startKeeper();
      node.startDaemon();

      assertThat(edited).hasContent("log4j2.rootLogger.level = WARN\n");
      assertThat(programs).hasSameTextualContentAs(node.program().resolve("etc/system.properties"));
    }
  }

  @Test
  void aMissingBootFeatureEndsTheDaemonLoudly() throws IOException {
    try (TestNode node = TestNode.install("boot", NODE)) {
      Path features = node.program().resolve("etc/org.apache.karaf.features.cfg");
      Files.writeString(
          features, Files.readString(features).replace("featuresBoot=", "featuresBoot=no-such,"));

      node.spawnDaemon();

      ProcessHandle.of(node.daemonPid())
          .orElseThrow()
          .onExit()
          .orTimeout(BOOT_LIMIT.toSeconds(), TimeUnit.SECONDS)
          .join();
      assertThat(node.state().resolve("log/daemon.out")).content().contains("no-such");
    }
  }

  /** Lines of the kernel's TCP tables that are listening sockets of a process. */
  private static List<String> tcpListeners(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : open) {
        try {
          sockets.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
          // Closed since it was listed, so it listens no longer.
        }
      }
    }
    List<String> found = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[3].equals("0A") && sockets.contains("socket:[" + fields[9] + "]")) {
          found.add(line);
        }
      }
    }
    return found;
  }
}
