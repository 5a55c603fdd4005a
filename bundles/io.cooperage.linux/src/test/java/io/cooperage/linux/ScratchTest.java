package io.cooperage.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void aTextIsUtf8AndEndsWithAZeroByte() {
    try (Scratch scratch = new Scratch()) {
      assertThat(SharedLibrary.text(scratch.text("Füße"))).isEqualTo("Füße");
      assertThat(SharedLibrary.text(scratch.text(""))).isEmpty();
    }
  }

  @Test
  void aZeroByteWithinATextIsRefusedSoThatNoPathIsCutShort() {
    try (Scratch scratch = new Scratch()) {
      assertThatIllegalArgumentException().isThrownBy(() -> scratch.text("/etc\0/passwd"));
    }
  }

  @Test
  void aBlockIsZeroedAndInTheMachinesOrder() {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(4096);
      assertThat(block.size()).isEqualTo(4096);
      assertThat(block.bytes().order()).isEqualTo(ByteOrder.nativeOrder());
      while (block.bytes().hasRemaining()) {
        assertThat(block.bytes().get()).isZero();
      }
    }
  }

  @Test
  void aCopyLeavesItsSourceAlone() {
    ByteBuffer source = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
    try (Scratch scratch = new Scratch()) {
      Scratch.Block copy = scratch.copy(source);
      assertThat(copy.bytes().get(0)).isEqualTo((byte) 2);
      assertThat(copy.bytes().remaining()).isEqualTo(2);
    }
    assertThat(source.position()).isEqualTo(1);
  }
}
