package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallsTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private OwnedFd file;

  @BeforeEach
  void open() {
    file = OpenCalls.create(folder.resolve("f"), 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE);
  }

  @AfterEach
  void close() {
    file.close();
  }

  @Test
  void heapAndDirectBuffersReadWhatWasWritten() {
    FileCalls.write(file, ByteBuffer.wrap("heap".getBytes(StandardCharsets.UTF_8)), 0);
    ByteBuffer direct = ByteBuffer.allocateDirect(6).put("direct".getBytes(StandardCharsets.UTF_8));
    FileCalls.write(file, direct.flip(), 4);
    assertThat(direct.hasRemaining()).isFalse();
    assertThat(FileCalls.readText(file, 100)).isEqualTo("heapdirect");
    ByteBuffer into = ByteBuffer.allocateDirect(100);
    assertThat(FileCalls.read(file, into, 4)).isEqualTo(6);
    assertThat(into.position()).isEqualTo(6);
    ByteBuffer heap = ByteBuffer.allocate(100);
    assertThat(FileCalls.read(file, heap, 8)).isEqualTo(2);
    assertThat(FileCalls.read(file, heap, 10)).isZero();
  }

  @Test
  void aFileOverTheLimitIsRefused() {
    FileCalls.resize(file, 11);
    assertThat(FileCalls.readAll(file, 11)).hasSize(11);
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> FileCalls.readAll(file, 10))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EFBIG));
  }

  @Test
  void holesAreFoundAndMade() {
    FileCalls.resize(file, 4L * MIB);
    assertThat(FileCalls.nextData(file, 0)).isEqualTo(-1);
    FileCalls.write(file, ByteBuffer.allocate(MIB).put(0, (byte) 1), MIB);
    FileCalls.sync(file);
    assertThat(FileCalls.nextData(file, 0)).isEqualTo(MIB);
    assertThat(FileCalls.nextHole(file, MIB)).isEqualTo(2L * MIB);
    FileCalls.punchHole(file, MIB, MIB);
    assertThat(FileCalls.nextData(file, 0)).isEqualTo(-1);
    assertThat(StatusCalls.status(file).size()).isEqualTo(4L * MIB);
  }

  @Test
  void reservedSpaceCountsAsAllocated() {
    FileCalls.allocate(file, 0, MIB);
    assertThat(StatusCalls.status(file).allocated()).isGreaterThanOrEqualTo(MIB);
  }

  @Test
  void aRefusedInterfaceWriteTellsTheTextAndTheReason() {
    try (OwnedFd readOnly = OpenCalls.open(folder.resolve("f"))) {
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> FileCalls.writeText(readOnly, "12 max\n"))
          .withMessageContaining("(12 max): EBADF");
    }
  }
}
