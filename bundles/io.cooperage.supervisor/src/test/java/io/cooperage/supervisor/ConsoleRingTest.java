package io.cooperage.supervisor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ConsoleRingTest {
  @Test
  void aRingThatIsNotFullGivesWhatWasWritten() {
    try (OwnedFd ring = ring(Wire.MAGIC, 3, "abc.....")) {
      assertThat(ConsoleRing.read(ring, 3)).asString().isEqualTo("abc");
      assertThat(ConsoleRing.read(ring, 2)).asString().isEqualTo("ab");
    }
  }

  @Test
  void aRingThatWentRoundGivesTheLatestInOrder() {
    try (OwnedFd ring = ring(Wire.MAGIC, 11, "ijkdefgh")) {
      assertThat(ConsoleRing.read(ring, 11)).asString().isEqualTo("defghijk");
      assertThat(ConsoleRing.read(ring, 9)).asString().isEqualTo("defghi");
      assertThat(ConsoleRing.read(ring, 1)).isEmpty();
    }
  }

  @Test
  void whatIsNoRingIsRefused() {
    try (OwnedFd ring = ring(1, 3, "abc.....")) {
      assertThatThrownBy(() -> ConsoleRing.read(ring, 3)).hasMessageContaining("EBADMSG");
    }
  }

  private static OwnedFd ring(int magic, long written, String data) {
    ByteBuffer b = ByteBuffer.allocate(16 + data.length()).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(magic).putInt(data.length()).putLong(written).put(data.getBytes(US_ASCII));
    OwnedFd memory = OpenCalls.memory("ring");
    FileCalls.write(memory, b.flip(), 0);
    return memory;
  }
}
