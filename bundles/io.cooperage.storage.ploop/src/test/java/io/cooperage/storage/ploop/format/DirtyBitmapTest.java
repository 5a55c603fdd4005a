package io.cooperage.storage.ploop.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DirtyBitmapTest {
  private static final UUID ID = UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10");

  private final MemoryImage image = Samples.image(FormatVersion.V2, 0, 1, 2, 3);

  @Test
  void rangesAreReadBackInWholeGrains() {
    DirtyBitmap bitmap = written(8, 4096 * 3 + 1, 1, 4096 * 4, 4096, 131071, 1);
    assertThat(bitmap.id()).isEqualTo(ID);
    assertThat(ranges(bitmap)).containsExactly(4096L * 3, 8192L, 131072L - 4096, 4096L);
  }

  @Test
  void aCleanBitmapTakesNoCluster() {
    long before = image.size();
    assertThat(written(1).table()).containsExactly(DirtyBitmap.CLEAN);
    assertThat(image.size()).isEqualTo(before + Samples.CLUSTER);
  }

  @Test
  void aGranularityThatIsNoPowerOfTwoIsNotWritten() {
    for (int granularity : new int[] {0, -8, 3, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> written(granularity)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(ranges(written(1 << 30, 4096, 1))).containsExactly(0L, 131072L);
  }

  @Test
  void aWholeDirtyClusterOfBitsIsOneRange() {
    PloopHeader header = PloopHeader.parse(image);
    DirtyBitmap bitmap = new DirtyBitmap(header.sizeSectors(), ID, 1, List.of(DirtyBitmap.DIRTY));
    assertThat(ranges(bitmap)).containsExactly(0L, header.size());
  }

  @Test
  void theBitsOfALargeDiskTakeSeveralClusters() {
    long sectors = 3L * Samples.CLUSTER * 8;
    PloopHeader header =
        new PloopHeader(
            FormatVersion.V2, 16, 1, 64, sectors / 64, sectors, InUse.CLOSED, 64 * 4, 0, 0);
    MemoryImage large = new MemoryImage(4 * Samples.CLUSTER);
    large.write(header.encode(), 0);
    DirtyBitmapWriter writer = new DirtyBitmapWriter(large, header, 1);
    long offset = 2L * Samples.CLUSTER * 8 * 512 - 512;
    writer.add(offset, 1024);
    large.write(writer.finish(ID, List.of()).encode(), 0);
    DirtyBitmap bitmap = PloopImage.open(large).dirtyBitmaps().get(0);
    assertThat(bitmap.table()).containsExactly(0L, 64L * 4, 64L * 5);
    List<Long> found = new ArrayList<>();
    bitmap.forEachDirty(large, header, (o, l) -> Collections.addAll(found, o, l));
    assertThat(found).containsExactly(offset, 1024L);
  }

  @Test
  void aBitmapInAClusterOfTheDiskIsRefused() {
    DirtyBitmap bitmap = new DirtyBitmap(256, ID, 1, List.of(64L));
    long place = image.size();
    image.write(new FormatExtension(List.of(bitmap.toFeature())).encode(Samples.CLUSTER), place);
    Samples.putLong(image, 56, place / PloopHeader.SECTOR);
    assertRefused("dirty bitmap lies in a cluster that is taken");
  }

  @Test
  void aBitmapOfAnotherSizeOrWithAWrongTableIsRefused() {
    appended(new DirtyBitmap(255, ID, 1, List.of(0L)));
    assertRefused("another size");
    appended(new DirtyBitmap(256, ID, 3, List.of(0L)));
    assertRefused("granularity 3");
    appended(new DirtyBitmap(256, ID, 1, List.of(0L, 0L)));
    assertRefused("wrong length");
    appended(new DirtyBitmap(256, ID, 1, List.of(Long.MIN_VALUE)));
    assertRefused("no cluster");
  }

  private void appended(DirtyBitmap bitmap) {
    long place = image.size();
    image.write(new FormatExtension(List.of(bitmap.toFeature())).encode(Samples.CLUSTER), place);
    Samples.putLong(image, 56, place / PloopHeader.SECTOR);
  }

  private DirtyBitmap written(int granularity, long... offsetsAndLengths) {
    DirtyBitmapWriter writer = new DirtyBitmapWriter(image, PloopHeader.parse(image), granularity);
    for (int i = 0; i < offsetsAndLengths.length; i += 2) {
      writer.add(offsetsAndLengths[i], offsetsAndLengths[i + 1]);
    }
    ByteBuffer header = writer.finish(ID, List.of()).encode();
    image.write(header, 0);
    return PloopImage.open(image).dirtyBitmaps().get(0);
  }

  private List<Long> ranges(DirtyBitmap bitmap) {
    List<Long> ranges = new ArrayList<>();
    bitmap.forEachDirty(
        image, PloopHeader.parse(image), (o, l) -> Collections.addAll(ranges, o, l));
    return ranges;
  }

  private void assertRefused(String rule) {
    assertThatThrownBy(() -> PloopImage.open(image))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining(rule);
  }
}
