package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadBufferTest {
  @TempDir private Path folder;
  private final ReadBuffer buffer = new ReadBuffer(8);

  @Test
  void eachReadGivesTheBeginningAsItIsNow() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "123456789");
    try (OwnedFd open = OpenCalls.open(file)) {
      assertThat(buffer.read(open)).isEqualTo(8);
      assertThat(buffer.text()).isEqualTo("12345678");
      Files.writeString(file, "1 2 \t\n\n");
      assertThat(buffer.read(open)).isEqualTo(7);
      assertThat(buffer.text()).isEqualTo("1 2");
      Files.writeString(file, "");
      assertThat(buffer.read(open)).isZero();
      assertThat(buffer.text()).isEmpty();
    }
  }

  @Test
  void whatTheKernelRefusesIsToldByName() {
    try (OwnedFd open = OpenCalls.open(folder)) {
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> buffer.read(open))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EISDIR));
    }
  }
}
