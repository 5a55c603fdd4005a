package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonDeathTest {
  private final ContainerId id = ContainerId.random();
  private PloopNode node;

  @BeforeEach
  void start() {
    node = PloopNode.start();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "mount", "write", "release", "destroy"})
  void whateverItWasDoingTheNextDaemonGoesOn(String step) throws IOException, InterruptedException {
    node.host().mounts().close();
    node.pool().close();
    killAt(step);
    node.restart(3L << 30, 0);
    Volume volume = node.create(id);
    for (int round = 0; round < 2; round++) {
      try (MountedVolume mounted = node.mount(volume)) {
        assertThat(Files.readString(PloopNode.in(mounted, "etc/name"))).isEqualTo("tiny");
        PloopNode.write(mounted, "file", "content");
      }
      node.storage().release(volume);
    }
    assertThat(names("ct/" + id)).containsExactly("root.hdd");
    node.storage().destroy(volume);
    assertThat(names("ct/" + id)).isEmpty();
  }

  private void killAt(String step) throws IOException, InterruptedException {
    Process daemon =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djna.tmpdir=" + System.getProperty("jna.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                DyingDaemon.class.getName(),
                node.host().folder().toString(),
                id.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = daemon.inputReader()) {
      boolean warm = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (warm && line.equals(step)) {
          break;
        }
        warm |= line.equals("destroy");
      }
    } finally {
      daemon.destroyForcibly().waitFor();
    }
  }

  private List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(node.pool().root().resolve(folder))) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
