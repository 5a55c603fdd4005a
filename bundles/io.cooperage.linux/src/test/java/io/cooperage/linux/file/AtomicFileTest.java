package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void anOldFileIsReplacedWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("container.json"), "a much longer old text");
    AtomicFile.write(file, "new", 0640);
    assertThat(file).hasContent("new");
    assertThat(StatusCalls.status(file).permissions()).isEqualTo(0640);
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void aFailureLeavesNoTemporary() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("taken/by/a/folder"));
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> AtomicFile.write(folder.resolve("taken"), "text", 0600))
        .withMessageContaining(folder.resolve("taken").toString())
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EISDIR));
    assertThat(taken).exists();
    assertThat(folder.toFile().list()).containsExactly("taken");
  }

  @Test
  void aDraftTakesItsPlaceOnlyWhenItIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    byte[] content = {'n', 'e', 'w'};
    AtomicFile.draft(file, content, 0600).close();
    assertThat(folder.toFile().list()).containsExactly("f");
    try (AtomicFile.Draft draft = AtomicFile.draft(file, content, 0600)) {
      assertThat(file).hasContent("old");
      draft.replace();
    }
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("f");
  }

  @Test
  void removingAMissingFileIsNoError() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "x");
    AtomicFile.remove(file);
    AtomicFile.remove(file);
    assertThat(file).doesNotExist();
  }
}
