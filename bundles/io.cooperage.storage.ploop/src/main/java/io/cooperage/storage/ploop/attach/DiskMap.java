package io.cooperage.storage.ploop.attach;

import io.cooperage.storage.ploop.convert.Piece;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the bytes of a disk lie in files.
 *
 * @param size of the disk in bytes
 * @param pieces in the order of the disk, without gaps; neighbours are not stored in one stretch
 */
public record DiskMap(long size, List<Piece> pieces) {
  /**
   * The most pieces of a map: it bounds the memory that a hostile image makes us and the kernel
   * take.
   */
  public static final int MOST = 1 << 17;

  public DiskMap {
    pieces = List.copyOf(pieces);
  }

  /** The map of a disk; empty if it stores bytes in another form, or in too many pieces. */
  public static Optional<DiskMap> of(VirtualDisk disk) {
    List<Piece> pieces = new ArrayList<>();
    long at = 0;
    while (at < disk.size()) {
      Optional<Piece> next = disk.piece(at);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      int last = pieces.size() - 1;
      if (last >= 0 && pieces.get(last).continuedBy(next.get())) {
        pieces.set(last, next.get());
      } else if (pieces.size() == MOST) {
        return Optional.empty();
      } else {
        pieces.add(next.get());
      }
      at = next.get().end();
    }
    return Optional.of(new DiskMap(disk.size(), pieces));
  }

  /** Whether all of it is one stretch of one file. */
  public boolean contiguous() {
    return pieces.size() == 1 && pieces.get(0).file().isPresent();
  }
}
