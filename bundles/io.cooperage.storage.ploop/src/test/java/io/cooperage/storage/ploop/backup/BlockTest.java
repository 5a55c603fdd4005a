package io.cooperage.storage.ploop.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockTest {
  private static final long DISK = 10L << 20;

  private static ByteBuffer encoded(Block block) {
    ByteBuffer entry = ByteBuffer.allocate(Block.ENTRY);
    block.encode(entry);
    return entry.flip();
  }

  @Test
  void anEntryIsReadAsItWasWritten() {
    String digest = Sha256.of(ByteBuffer.wrap(new byte[] {1}));
    Block read = Block.decode(encoded(new Block(4096, 512, true, digest)), 4096, DISK);
    assertThat(read.offset()).isEqualTo(4096);
    assertThat(read.length()).isEqualTo(512);
    assertThat(read.data()).isTrue();
    assertThat(read.digest()).isEqualTo(digest);
    assertThat(Block.decode(encoded(Block.zeros(0, DISK)), 0, DISK).data()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "4095, 1, true",
    "-1, 1, true",
    "4096, 0, true",
    "4096, -1, false",
    "4096, 1048577, true",
    "10485760, 1, true",
    "10485760, 9223372036854775807, false",
    "9223372036854775807, 1, false",
    "4096, 10485760, false",
  })
  void whatLiesElsewhereThanItMayIsRefused(long offset, long length, boolean data) {
    ByteBuffer entry = encoded(new Block(offset, length, data, "00".repeat(Sha256.LENGTH)));
    assertThatExceptionOfType(DamagedBackupException.class)
        .isThrownBy(() -> Block.decode(entry, 4096, DISK));
  }

  @Test
  void anUnknownKindIsRefused() {
    ByteBuffer entry = encoded(Block.zeros(0, 1)).putInt(16, 3);
    assertThatExceptionOfType(DamagedBackupException.class)
        .isThrownBy(() -> Block.decode(entry, 0, DISK));
  }
}
