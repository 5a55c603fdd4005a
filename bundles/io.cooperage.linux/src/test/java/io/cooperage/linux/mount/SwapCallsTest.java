package io.cooperage.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapCallsTest {
  private static final int SIZE = 1 << 20;

  @TempDir Path folder;
  private Path area;

  @BeforeEach
  void makeFile() {
    area = folder.resolve("swap");
    try (OwnedFd file = OpenCalls.create(area, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE)) {
      FileCalls.write(file, ByteBuffer.allocate(SIZE), 0);
      FileCalls.sync(file);
    }
  }

  @Test
  void anAreaIsTakenIntoUseAndOutOfIt() throws IOException {
    Process mkswap = new ProcessBuilder("mkswap", area.toString()).start();
    assertThat(mkswap.onExit().join().exitValue()).isZero();
    SwapCalls.enable(area, 0, false);
    try {
      assertThat(Files.readString(Path.of("/proc/swaps"))).contains(area.toString());
    } finally {
      SwapCalls.disable(area);
    }
    assertThat(Files.readString(Path.of("/proc/swaps"))).doesNotContain(area.toString());
  }

  @Test
  void aFileThatIsNotPreparedIsRefused() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> SwapCalls.enable(area, 0, false))
        .withMessage("swapon " + area + ": EINVAL (Invalid argument)");
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> SwapCalls.disable(area))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
  }

  @Test
  void aPriorityOutOfRangeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> SwapCalls.enable(area, -1, false));
    assertThatIllegalArgumentException().isThrownBy(() -> SwapCalls.enable(area, 32_768, false));
  }
}
