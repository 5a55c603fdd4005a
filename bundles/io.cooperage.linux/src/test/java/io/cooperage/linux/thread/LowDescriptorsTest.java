package io.cooperage.linux.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.StatusCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LowDescriptorsTest {
  private static final Path NULL = Path.of("/dev/null");

  @Test
  void whatTheWorkOpensHasALowNumberAndIsNobodyElses() {
    Path standardInput = Path.of("/proc/self/fd/0");
    boolean before = Files.exists(standardInput);
    int number =
        LowDescriptors.call(
            "low",
            () -> {
              try (OwnedFd opened = OpenCalls.open(NULL)) {
                return opened.fd();
              }
            });
    assertThat(number).isZero();
    assertThat(Files.exists(standardInput)).isEqualTo(before);
  }

  @Test
  void theWorkSeesTheFilesOfThisProcess() {
    try (OwnedFd open = OpenCalls.open(NULL)) {
      assertThat(LowDescriptors.call("low", () -> StatusCalls.status(open)))
          .isEqualTo(StatusCalls.status(open));
    }
  }
}
