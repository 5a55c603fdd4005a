package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapLogTest {
  @TempDir private Path folder;

  @Test
  void itsLastLinesAreShown() throws IOException {
    Path log = folder.resolve("debootstrap/debootstrap.log");
    Files.createDirectory(log.getParent());
    Files.writeString(log, "old line\n\n".repeat(10_000) + "dpkg: error: no space\n");
    assertThat(BootstrapLog.tail(folder).lines())
        .hasSize(14)
        .contains("Its log ends with:")
        .endsWith("dpkg: error: no space");
  }

  @Test
  void withoutALogNothingIsShown() {
    assertThat(BootstrapLog.tail(folder)).isEmpty();
  }
}
