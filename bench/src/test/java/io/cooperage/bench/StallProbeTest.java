package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StallProbeTest {
  @TempDir Path folder;

  @Test
  void aWriteTakesSomeTimeAndTheActionIsRun() throws IOException {
    Path file = Files.createFile(folder.resolve("probe"));
    AtomicBoolean ran = new AtomicBoolean();
    try (StallProbe probe = new StallProbe(file)) {
      double longest =
          probe.during(
              () -> {
                Window.pause(Duration.ofMillis(5));
                ran.set(true);
              });
      assertThat(longest).isPositive();
    }
    assertThat(ran).isTrue();
    assertThat(file).hasSize(512);
  }

  @Test
  void aFileThatIsNotThereIsToldOf() {
    assertThatThrownBy(() -> new StallProbe(folder.resolve("none")).close())
        .isInstanceOf(UncheckedIOException.class);
  }
}
