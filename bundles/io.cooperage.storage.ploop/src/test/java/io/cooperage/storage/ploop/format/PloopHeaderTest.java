package io.cooperage.storage.ploop.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PloopHeaderTest {
  private static final IdentityLayout LAYOUT = IdentityLayout.forSize(64L << 20);

  @Test
  void whatIsWrittenIsReadBack() {
    PloopHeader header = LAYOUT.header(InUse.OPEN);
    assertThat(PloopHeader.parse(header.encode(), LAYOUT.fileSize())).isEqualTo(header);
  }

  @Test
  void aVersion1HeaderIsReadBackToo() {
    PloopHeader header =
        new PloopHeader(FormatVersion.V1, 16, 4, 64, 100, 6400, InUse.CLOSED, 64, 0, 0);
    assertThat(PloopHeader.parse(header.encode(), 1 << 20)).isEqualTo(header);
  }

  @Test
  void version1MayLeaveTheStartOfDataToTheTable() {
    PloopHeader header =
        new PloopHeader(FormatVersion.V1, 16, 4, 64, 100, 6400, InUse.CLOSED, 0, 0, 0);
    assertThat(PloopHeader.parse(header.encode(), 1 << 20).dataSectors()).isEqualTo(1);
  }

  @Test
  void theMarkChangesAlone() {
    PloopHeader open = LAYOUT.header(InUse.CLOSED).with(InUse.OPEN);
    assertThat(open).isEqualTo(LAYOUT.header(InUse.OPEN));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 88, signature",
    "16, 3, type",
    "28, 0, cluster",
    "28, 100, cluster",
    "28, 1073741824, cluster",
    "28, -2147483648, cluster",
    "32, 0, empty allocation table",
    "32, -1, reaches into the data",
    "36, 0, size",
    "40, 1, size",
    "40, -1, size",
    "40, -2147483648, size",
    "40, 2147483647, size",
    "44, 7, in-use mark",
    "48, 0, reaches into the data",
    "48, 2049, inside a cluster",
    "48, -2048, truncated",
    "52, 4, unknown flags",
    "52, 2, conversion",
    "56, -1, extension",
    "60, -1, extension",
  })
  void aBadFieldIsNamed(int offset, int value, String rule) {
    ByteBuffer bytes = LAYOUT.header(InUse.CLOSED).encode().order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(offset, value);
    assertThatThrownBy(() -> PloopHeader.parse(bytes, LAYOUT.fileSize()))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void aFileShorterThanItsHeaderIsRefused() {
    assertThatThrownBy(() -> PloopHeader.parse(new MemoryImage(63)))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining("63 bytes");
  }

  @Test
  void noFlippedBitsDoMoreThanAMalformedImage() {
    Random random = new Random(20261122);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      ByteBuffer bytes = LAYOUT.header(InUse.CLOSED).encode();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        int bit = random.nextInt(PloopHeader.LENGTH * 8);
        bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ (1 << bit % 8)));
      }
      try {
        PloopHeader header = PloopHeader.parse(bytes, LAYOUT.fileSize());
        assertThat(header.dataOffset()).isBetween(64L, LAYOUT.fileSize());
        assertThat(header.size()).isBetween(512L, header.entries() * header.clusterSize());
      } catch (MalformedImageException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(25_000);
  }
}
