package io.cooperage.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.kernel.PidHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class InitRecordTest {
  @Test
  void aRunningInitHasNoExitYet() {
    InitRecord record = InitRecord.read(record(4711, 2, 0, 0, 99));
    assertThat(record.key()).isEqualTo("a key");
    assertThat(record.process()).contains(new PidHandle(4711, 99));
    assertThat(record.state()).isEqualTo(InitRecord.State.RUNNING);
    assertThat(record.exit()).isEmpty();
  }

  @Test
  void anExitedInitTellsHow() {
    InitRecord record = InitRecord.read(record(4711, 3, 2, 9, 99));
    assertThat(record.exit()).contains(new ExitStatus(ExitStatus.Cause.KILLED, 9));
  }

  @Test
  void heldDescriptorsHaveNoProcess() {
    InitRecord record = InitRecord.read(record(0, 0, 0, 0, 0));
    assertThat(record.process()).isEmpty();
    assertThat(record.state()).isEqualTo(InitRecord.State.HELD);
  }

  private static ByteBuffer record(int pid, int state, int code, int status, long start) {
    ByteBuffer b = ByteBuffer.allocate(InitRecord.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    b.put("a key".getBytes(UTF_8)).position(80);
    return b.putInt(pid)
        .putInt(state)
        .putInt(code)
        .putInt(status)
        .putInt(4)
        .putInt(0)
        .putLong(start)
        .flip();
  }
}
