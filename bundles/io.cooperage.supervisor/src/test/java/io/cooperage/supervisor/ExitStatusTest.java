package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {
  @ParameterizedTest
  @CsvSource({"1, 7, EXITED, 7", "2, 9, KILLED, 137", "3, 11, DUMPED, 139", "0, 0, UNKNOWN, 255"})
  void theWaitStatusBecomesTheCodeAShellWouldShow(
      int code, int value, ExitStatus.Cause cause, int shell) {
    ExitStatus status = ExitStatus.read(ByteBuffer.allocate(8).putInt(code).putInt(value).flip());
    assertThat(status.cause()).isEqualTo(cause);
    assertThat(status.shellCode()).isEqualTo(shell);
  }
}
