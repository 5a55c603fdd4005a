package io.cooperage.storage.ploop.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PloopImageTest {
  @ParameterizedTest
  @EnumSource(FormatVersion.class)
  void anyOrderOfClustersIsRead(FormatVersion version) {
    AllocationTable table = PloopImage.open(Samples.image(version, 2, -1, 0, 1)).table();
    long first = Samples.CLUSTER;
    assertThat(table.placeOf(0)).isEqualTo(first + 2 * Samples.CLUSTER);
    assertThat(table.placeOf(1)).isZero();
    assertThat(table.placeOf(2)).isEqualTo(first);
    assertThat(table.placeOf(3)).isEqualTo(first + Samples.CLUSTER);
  }

  @Test
  void theTableIsReadInPieces() {
    int[] slots = new int[40_000];
    java.util.Arrays.setAll(slots, i -> i < 39_990 ? -1 : 39_999 - i);
    PloopHeader header =
        new PloopHeader(
            FormatVersion.V2, 16, 1, 64, 40_000, 64L * 40_000, InUse.CLOSED, 64 * 5, 0, 0);
    MemoryImage image = new MemoryImage(15 * Samples.CLUSTER);
    image.write(header.encode(), 0);
    for (int i = 39_990; i < 40_000; i++) {
      Samples.putInt(image, PloopHeader.LENGTH + i * 4, 5 + slots[i]);
    }
    AllocationTable table = PloopImage.open(image).table();
    assertThat(table.placeOf(39_999)).isEqualTo(5 * Samples.CLUSTER);
    assertThat(table.placeOf(0)).isZero();
    assertThat(table.placeOf(39_990)).isEqualTo(14 * Samples.CLUSTER);
  }

  @Test
  void twoEntriesOfOneClusterAreRefused() {
    assertRefused(Samples.image(FormatVersion.V2, 0, 1, 0), "entry 2", "taken");
  }

  @ParameterizedTest
  @CsvSource({"1, 128", "1, 4000000", "1, -1", "1, 65", "2, 3", "2, -1", "2, 2147483647"})
  void anEntryThatNamesNoClusterIsRefused(int version, int entry) {
    MemoryImage image = Samples.image(version == 1 ? FormatVersion.V1 : FormatVersion.V2, 0, -1);
    Samples.putInt(image, PloopHeader.LENGTH + 4, entry);
    assertRefused(image, "entry 1", "names no cluster");
  }

  @Test
  void anEntryOfAClusterThatEndsEarlyIsRefused() {
    MemoryImage whole = Samples.image(FormatVersion.V2, 0, 1);
    MemoryImage cut = new MemoryImage((int) whole.size() - 1);
    cut.write(ByteBuffer.wrap(whole.bytes(), 0, (int) cut.size()), 0);
    assertRefused(cut, "entry 1", "names no cluster");
  }

  @Test
  void aRaggedTailThatNoEntryNamesIsHarmless() {
    MemoryImage image = Samples.image(FormatVersion.V2, 0);
    image.write(ByteBuffer.allocate(700), image.size());
    PloopImage open = PloopImage.open(image);
    assertThat(open.table().area().raggedTail()).isEqualTo(700);
    assertThat(open.table().area().slots()).isEqualTo(1);
  }

  @Test
  void moreClustersThanAreSupportedAreRefusedBeforeTheTableIsRead() {
    PloopHeader header =
        new PloopHeader(
            FormatVersion.V2, 16, 1, 64, 1L << 29, 64L << 29, InUse.CLOSED, 65537 * 64L, 0, 0);
    ImageBytes file =
        new ImageBytes() {
          @Override
          public long size() {
            return 1L << 40;
          }

          @Override
          public void read(ByteBuffer into, long offset) {
            assertThat(offset).isZero();
            into.put(header.encode());
          }

          @Override
          public void write(ByteBuffer from, long offset) {
            throw new AssertionError("nothing is to be written");
          }
        };
    assertThatThrownBy(() -> PloopImage.open(file))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining("more than");
  }

  @ParameterizedTest
  @CsvSource({"0, no cluster", "65, no cluster", "64, taken", "192, no cluster"})
  void anExtensionThatHasNoClusterOfItsOwnIsRefused(long sectors, String rule) {
    MemoryImage image = Samples.image(FormatVersion.V2, 0, 1);
    Samples.putLong(image, 56, sectors == 0 ? 1 : sectors);
    if (sectors == 192) {
      assertRefused(image, "extension outside of the file");
    } else {
      assertRefused(image, rule);
    }
  }

  @Test
  void theExtensionIsRead() {
    MemoryImage image = Samples.image(FormatVersion.V2, 0, 1);
    Feature kept = new Feature(7, Feature.TRANSIT, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    Feature dropped = new Feature(8, 0, ByteBuffer.allocate(0));
    append(image, new FormatExtension(List.of(dropped, kept)));
    assertThat(PloopImage.open(image).extension()).contains(new FormatExtension(List.of(kept)));
  }

  @Test
  void anUnknownNecessaryFeatureIsRefused() {
    MemoryImage image = Samples.image(FormatVersion.V2, 0, 1);
    append(
        image,
        new FormatExtension(List.of(new Feature(7, Feature.NECESSARY, ByteBuffer.allocate(8)))));
    assertRefused(image, "feature 0x7 is unknown");
  }

  private static void append(MemoryImage image, FormatExtension extension) {
    long place = image.size();
    image.write(extension.encode(Samples.CLUSTER), place);
    Samples.putLong(image, 56, place / PloopHeader.SECTOR);
  }

  private static void assertRefused(MemoryImage image, String... rules) {
    assertThatThrownBy(() -> PloopImage.open(image))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContainingAll(rules);
  }
}
