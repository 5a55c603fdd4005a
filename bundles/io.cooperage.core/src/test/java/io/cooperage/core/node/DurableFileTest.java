package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  @TempDir Path folder;

  @Test
  void aFileIsMadeAndReplacedWithNothingLeftBeside() throws IOException {
    Path file = folder.resolve("name");
    DurableFile.write(file, "one, and longer");
    DurableFile.write(file, "two");
    assertThat(file).hasContent("two");
    assertThat(folder).isDirectoryContaining("glob:**/name");
    assertThat(folder.toFile().list()).hasSize(1);
  }
}
