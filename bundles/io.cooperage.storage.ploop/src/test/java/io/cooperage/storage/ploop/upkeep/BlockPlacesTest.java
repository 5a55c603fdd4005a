package io.cooperage.storage.ploop.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.file.Extent;
import io.cooperage.storage.ploop.upkeep.BlockPlaces.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockPlacesTest {
  private static final int BLOCK = BlockPlaces.BLOCK;
  private static final int SHARED = 0x2000;
  private static final int INLINE = 0x200;
  private static final long OFFSET = 8L * BLOCK;
  private static final int BLOCKS = 16;

  /** Of the stretch's blocks; places are in blocks of the device. */
  private static Extent extent(int first, long place, int blocks, int flags) {
    return new Extent(OFFSET + (long) first * BLOCK, place * BLOCK, (long) blocks * BLOCK, flags);
  }

  private static BlockPlaces places(Extent... extents) {
    return BlockPlaces.of(List.of(extents), OFFSET, BLOCKS * BLOCK);
  }

  @Test
  void whatLiesTogetherIsOnePieceWhoeverSharesIt() {
    BlockPlaces places =
        places(extent(0, 100, 2, 0), extent(2, 102, 2, SHARED), extent(6, 90, 1, 0));
    assertThat(places.pieces()).isEqualTo(2);
    assertThat(places(extent(0, 100, 2, 0), extent(6, 106, 2, 0)).pieces())
        .as("with a hole in both")
        .isEqualTo(1);
    assertThat(places.stored()).isEqualTo(5);
    assertThat(places.runs(BLOCKS * BLOCK))
        .containsExactly(new Run(0, 4 * BLOCK), new Run(6 * BLOCK, BLOCK));
  }

  @Test
  void extentsThatReachOutOfItAreCut() {
    BlockPlaces places = places(extent(-3, 100, 5, 0), extent(15, 7, 9, 0));
    assertThat(places.runs(BLOCKS * BLOCK))
        .containsExactly(new Run(0, 2 * BLOCK), new Run(15 * BLOCK, BLOCK));
    assertThat(places.commonWith(places(extent(0, 103, 2, 0))).stored()).isEqualTo(2);
  }

  @Test
  void longRunsAreDivided() {
    assertThat(places(extent(1, 100, 7, 0)).runs(3 * BLOCK))
        .containsExactly(
            new Run(BLOCK, 3 * BLOCK), new Run(4 * BLOCK, 3 * BLOCK), new Run(7 * BLOCK, BLOCK));
  }

  @Test
  void whoElseSharesABlockIsTold() {
    BlockPlaces image = places(extent(0, 100, 4, SHARED), extent(4, 200, 4, 0));
    BlockPlaces snapshot = places(extent(0, 100, 3, SHARED), extent(3, 300, 1, 0));
    assertThat(image.sharedBesides(List.of(snapshot))).isEqualTo(1);
    assertThat(image.sharedBesides(List.of())).isEqualTo(4);
    assertThat(image.commonWith(snapshot).stored()).isEqualTo(3);
    assertThat(image.storedIn(snapshot).runs(BLOCKS * BLOCK))
        .containsExactly(new Run(0, 4 * BLOCK));
  }

  @Test
  void whatHasNoPlaceOrHalfABlockIsNotMoved() {
    assertThat(places(extent(0, 100, 4, 0)).movable()).isTrue();
    assertThat(places(extent(0, 100, 4, INLINE)).movable()).isFalse();
    Extent half = new Extent(OFFSET, 100 * BLOCK, BLOCK / 2, 0);
    assertThat(places(half).movable()).isFalse();
  }
}
