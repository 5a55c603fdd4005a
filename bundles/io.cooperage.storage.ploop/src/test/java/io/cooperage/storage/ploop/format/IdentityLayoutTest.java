package io.cooperage.storage.ploop.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class IdentityLayoutTest {
  private static final long MIB = 1 << 20;

  private final IdentityLayout layout = new IdentityLayout(8 * MIB, MIB);

  @Test
  void aNewImageCanGrowTo4TiBInPlace() {
    IdentityLayout small = IdentityLayout.forSize(10L << 30);
    assertThat(small.dataOffset()).isEqualTo(17 * MIB);
    assertThat(small.growthLimit()).isGreaterThanOrEqualTo(4L << 40);
  }

  @Test
  void aLargeImageCanGrow16Fold() {
    assertThat(IdentityLayout.forSize(512L << 30).growthLimit()).isGreaterThanOrEqualTo(8L << 40);
  }

  @Test
  void allImagesBelowAQuarterTiBShareOneDataOffset() {
    assertThat(IdentityLayout.forSize(256L << 30).dataOffset())
        .isEqualTo(IdentityLayout.forSize(MIB).dataOffset());
  }

  @Test
  void theTableMapsEachClusterToItself() {
    MemoryImage image = new MemoryImage((int) layout.fileSize());
    layout.writeTable(image);
    ByteBuffer bytes = ByteBuffer.wrap(image.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 8; i++) {
      assertThat(bytes.getInt(64 + 4 * i)).isEqualTo(i + 1);
    }
    assertThat(bytes.getInt(64 + 4 * 8)).isZero();
    layout.checkTable(image);
  }

  @Test
  void aBadEntryIsNamed() {
    MemoryImage image = new MemoryImage((int) layout.fileSize());
    layout.writeTable(image);
    image.bytes()[64 + 4 * 5] ^= 1;
    assertThatThrownBy(() -> layout.checkTable(image))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining("entry 5");
  }

  @Test
  void shrinkingClearsTheTableBehindTheLastCluster() {
    MemoryImage image = new MemoryImage((int) layout.fileSize());
    layout.writeTable(image);
    IdentityLayout smaller = layout.resized(3 * MIB);
    smaller.clearTable(image, layout.size());
    smaller.checkTable(image);
    for (int at = 64 + 4 * 3; at < 64 + 4 * 9; at++) {
      assertThat(image.bytes()[at]).isZero();
    }
  }

  @Test
  void aTruncatedImageIsRefused() {
    assertThatCode(() -> layout.checkLength(9 * MIB)).doesNotThrowAnyException();
    assertThatThrownBy(() -> layout.checkLength(9 * MIB - 1))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining("truncated");
  }

  @Test
  void itIsFoundAgainFromItsHeader() {
    assertThat(IdentityLayout.of(layout.header(InUse.CLOSED))).isEqualTo(layout);
  }

  @Test
  void anotherClusterSizeIsNoIdentityLayout() {
    PloopHeader foreign =
        new PloopHeader(FormatVersion.V2, 16, 4, 64, 100, 6400, InUse.CLOSED, 64, 0, 0);
    assertThatThrownBy(() -> IdentityLayout.of(foreign))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining("converted");
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    for (long size : new long[] {0, 1, MIB - 1, MIB + 1, Long.MIN_VALUE, (16L << 40) + MIB}) {
      assertThatThrownBy(() -> new IdentityLayout(size, 17 * MIB))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
