package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PloopStorageTest {
  private static PloopNode node;

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void anOverlayRootShowsTheTemplateAndKeepsWhatIsWritten() throws IOException {
    Volume volume = node.create(ContainerId.random());
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(Files.readString(PloopNode.in(mounted, "etc/name"))).isEqualTo("tiny");
      assertThat(Files.getAttribute(PloopNode.in(mounted, "etc"), "unix:uid")).isEqualTo(700_033);
    }
    node.storage().release(volume);
    node.storage().destroy(volume);
  }
}
