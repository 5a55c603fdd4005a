package io.cooperage.storage.ploop.upkeep;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.Extent;
import io.cooperage.linux.file.ExtentCalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the blocks of one stretch of a file lie on the file system's device. */
final class BlockPlaces {
  static final int BLOCK = 4096;

  private static final long NOWHERE = -1;

  private final long[] places;
  private final boolean[] shared;
  private boolean movable = true;

  private BlockPlaces(int blocks) {
    this.places = new long[blocks];
    this.shared = new boolean[blocks];
    Arrays.fill(places, NOWHERE);
  }

  /**
   * Asks the kernel.
   *
   * @param offset of the stretch in bytes, a multiple of {@link #BLOCK} as the length is
   */
  static BlockPlaces of(OwnedFd file, long offset, int length) {
    List<Extent> extents = new ArrayList<>();
    ExtentCalls.forEach(file, offset, offset + length, extents::add);
    return of(extents, offset, length);
  }

  /** The same of extents that are known. */
  static BlockPlaces of(List<Extent> extents, long offset, int length) {
    BlockPlaces found = new BlockPlaces(length / BLOCK);
    extents.forEach(e -> found.add(e, offset, length));
    return found;
  }

  private void add(Extent extent, long offset, int length) {
    long start = Math.max(extent.logical(), offset);
    long end = Math.min(extent.end(), offset + length);
    if (extent.unwritten() || start >= end) {
      return;
    }
    boolean aligned = (start - offset) % BLOCK == 0 && (end - offset) % BLOCK == 0;
    movable &= extent.comparable() && aligned;
    long place = (extent.physical() + start - extent.logical()) / BLOCK;
    int first = (int) ((start - offset) / BLOCK);
    for (int i = first; i < (end - offset) / BLOCK; i++) {
      places[i] = place + i - first;
      shared[i] = extent.shared();
    }
  }

  /** Whether all of it lies in whole blocks at places that are known. */
  boolean movable() {
    return movable;
  }

  /** How many blocks there are. */
  int stored() {
    return (int) Arrays.stream(places).filter(p -> p != NOWHERE).count();
  }

  /** How many pieces they lie in: holes in the file may be holes on the device too. */
  int pieces() {
    int pieces = 0;
    long distance = 0;
    for (int i = 0; i < places.length; i++) {
      if (places[i] != NOWHERE && (pieces == 0 || places[i] - i != distance)) {
        distance = places[i] - i;
        pieces++;
      }
    }
    return pieces;
  }

  /** How many blocks are shared with a file that none of these others is. */
  int sharedBesides(List<BlockPlaces> others) {
    int foreign = 0;
    for (int i = 0; i < places.length; i++) {
      int block = i;
      if (shared[i] && others.stream().noneMatch(o -> o.places[block] == places[block])) {
        foreign++;
      }
    }
    return foreign;
  }

  /** Only what lies at the same place as in another file, so that both have it in common. */
  BlockPlaces commonWith(BlockPlaces other) {
    BlockPlaces common = new BlockPlaces(places.length);
    for (int i = 0; i < places.length; i++) {
      if (places[i] == other.places[i]) {
        common.places[i] = places[i];
        common.shared[i] = shared[i];
      }
    }
    return common;
  }

  /** Only the blocks that another one has as well, wherever they lie there. */
  BlockPlaces storedIn(BlockPlaces other) {
    BlockPlaces both = new BlockPlaces(places.length);
    for (int i = 0; i < places.length; i++) {
      if (other.places[i] != NOWHERE) {
        both.places[i] = places[i];
        both.shared[i] = shared[i];
      }
    }
    return both;
  }

  /** What is stored, in runs of blocks that follow each other in the file, none too long. */
  List<Run> runs(int longest) {
    List<Run> runs = new ArrayList<>();
    int first = 0;
    for (int i = 0; i <= places.length; i++) {
      boolean inside = i < places.length && places[i] != NOWHERE;
      if (i > first && (!inside || (i - first) * BLOCK >= longest)) {
        runs.add(new Run(first * BLOCK, (i - first) * BLOCK));
        first = i;
      }
      if (!inside) {
        first = i + 1;
      }
    }
    return runs;
  }

  /**
   * Blocks that follow each other in the file.
   *
   * @param start in bytes from the stretch's beginning
   * @param length in bytes
   */
  record Run(int start, int length) {}
}
