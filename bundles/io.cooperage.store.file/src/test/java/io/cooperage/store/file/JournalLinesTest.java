package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalLinesTest {
  private Path file;

  @BeforeEach
  void begin(@TempDir Path folder) throws IOException {
    file = Files.writeString(folder.resolve("1.json"), "{\n}\n");
  }

  private JournalLines open() {
    return new JournalLines(OpenCalls.open(file, OpenFlag.WRITE_ONLY, OpenFlag.APPEND));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void linesFollowWhatIsThere() throws IOException {
    try (JournalLines lines = open()) {
      assertThat(lines.add(bytes("one\n"), 100)).isTrue();
      assertThat(lines.add(bytes("two\n"), 100)).isTrue();
    }
    assertThat(Files.readString(file)).isEqualTo("{\n}\none\ntwo\n");
  }

  @Test
  void aLongFileGetsNoFurtherLine() throws IOException {
    try (JournalLines lines = open()) {
      assertThat(lines.add(bytes("one\n"), 4)).isTrue();
      assertThat(lines.add(bytes("two\n"), 4)).isFalse();
    }
    assertThat(Files.readString(file)).endsWith("one\n");
  }

  @Test
  void aLateLineReachesNoOtherFile() {
    JournalLines lines = open();
    lines.close();
    assertThatIllegalStateException().isThrownBy(() -> lines.add(bytes("late\n"), 100));
  }
}
