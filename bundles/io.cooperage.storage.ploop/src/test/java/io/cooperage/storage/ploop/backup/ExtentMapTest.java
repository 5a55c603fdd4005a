package io.cooperage.storage.ploop.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cooperage.linux.file.Extent;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtentMapTest {
  private static final int ENCODED = 0x8;
  private static final int SHARED = 0x2000;

  private static ExtentMap map(long size, Extent... extents) {
    return new ExtentMap(List.of(extents), size);
  }

  private static Extent at(long logical, long physical, long length) {
    return new Extent(logical, physical, length, 0);
  }

  @Test
  void whatLiesAtTheSamePlaceIsTheSame() {
    ExtentMap one = map(100, at(10, 1010, 20), at(50, 2000, 10));
    ExtentMap split = map(100, at(10, 1010, 5), new Extent(15, 1015, 15, SHARED), at(50, 2000, 10));
    assertThat(one.since(split)).isEmpty();
    assertThat(split.since(one)).isEmpty();
  }

  @Test
  void whatMovedAppearedOrWentIsTold() {
    ExtentMap then = map(100, at(0, 1000, 40), at(60, 3000, 10));
    ExtentMap now = map(100, at(0, 1000, 10), at(10, 5000, 10), at(20, 1020, 20), at(80, 6000, 5));
    assertThat(now.since(then))
        .containsExactly(
            new Stretch(10, 20, true), new Stretch(60, 70, false), new Stretch(80, 85, true));
  }

  @Test
  void neighboursAreJoined() {
    ExtentMap now = map(100, at(0, 1000, 10), at(10, 5000, 10), at(20, 100, 10));
    assertThat(now.since(map(100))).containsExactly(new Stretch(0, 30, true));
  }

  @Test
  void whatCannotBeComparedHasChanged() {
    ExtentMap encoded = map(100, new Extent(0, 1000, 10, ENCODED));
    assertThat(encoded.since(encoded)).containsExactly(new Stretch(0, 10, true));
  }

  @Test
  void whatIsBehindTheEndOfTheOlderDiskIsNew() {
    ExtentMap then = map(50, at(40, 1000, 10));
    ExtentMap now = map(100, at(40, 1000, 20));
    assertThat(now.since(then)).containsExactly(new Stretch(50, 60, true));
    assertThat(then.since(now)).isEmpty();
  }

  @Test
  void aClusterIsStoredIfAnyOfItIs() {
    assertThat(map(100, at(5, 1, 1), at(8, 9, 5), at(35, 2, 10)).clusters(10).stream())
        .containsExactly(0, 1, 3, 4);
  }

  @Test
  void theClustersOfALargeDiskTakeLittleRoom() {
    long size = 8L << 40;
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    BitSet clusters = map(size, at(0, 1 << 20, size)).clusters(1 << 20);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
    assertThat(clusters.cardinality()).isEqualTo(8 << 20);
  }
}
