package io.cooperage.storage.ploop.backup;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.Extent;
import io.cooperage.linux.file.ExtentCalls;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Where the content of a disk lies on the file system of its image, as the kernel's FIEMAP tells
 * (source: Documentation/filesystems/fiemap.rst). Two files of one file system that both exist have
 * the same content wherever they lie at the same place: a block that both have is never written to.
 *
 * @param extents in rising order, offsets in bytes from the disk's beginning; what is in none reads
 *     as zeros
 * @param size of the disk in bytes
 */
record ExtentMap(List<Extent> extents, long size) {
  /** Asks for the map of an image. */
  static ExtentMap of(OwnedFd image, long dataOffset, long size) {
    List<Extent> extents = new ArrayList<>();
    ExtentCalls.forEach(image, e -> cut(e, dataOffset, size).ifPresent(extents::add));
    return new ExtentMap(extents, size);
  }

  private static Optional<Extent> cut(Extent e, long dataOffset, long size) {
    long start = Math.max(e.logical() - dataOffset, 0);
    long end = Math.min(e.end() - dataOffset, size);
    if (e.unwritten() || start >= end) {
      return Optional.empty();
    }
    long physical = e.physical() + start + dataOffset - e.logical();
    return Optional.of(new Extent(start, physical, end - start, e.flags()));
  }

  /** The numbers of the clusters that are stored, wholly or in part. */
  BitSet clusters(int clusterSize) {
    BitSet clusters = new BitSet();
    for (Extent e : extents) {
      clusters.set((int) (e.logical() / clusterSize), (int) ((e.end() - 1) / clusterSize) + 1);
    }
    return clusters;
  }

  /** What of this disk may differ from an older one, in rising order, neighbours joined. */
  List<Stretch> since(ExtentMap older) {
    List<Stretch> changed = new ArrayList<>();
    Cursor now = new Cursor(extents);
    Cursor then = new Cursor(older.extents);
    long at = 0;
    while (at < size) {
      now.moveTo(at);
      then.moveTo(at);
      long end = Math.min(size, Math.min(now.end(at), then.end(at)));
      if (!now.same(then, at)) {
        join(changed, new Stretch(at, end, now.inside(at)));
      }
      at = end;
    }
    return changed;
  }

  private static void join(List<Stretch> all, Stretch next) {
    int last = all.size() - 1;
    if (last >= 0 && all.get(last).end() == next.start() && all.get(last).data() == next.data()) {
      all.set(last, new Stretch(all.get(last).start(), next.end(), next.data()));
    } else {
      all.add(next);
    }
  }

  /** Walks over a map once. */
  private static final class Cursor {
    private final List<Extent> extents;
    private int index;

    Cursor(List<Extent> extents) {
      this.extents = extents;
    }

    void moveTo(long at) {
      while (index < extents.size() && extents.get(index).end() <= at) {
        index++;
      }
    }

    boolean inside(long at) {
      return index < extents.size() && extents.get(index).logical() <= at;
    }

    /** Where what is at a place ends. */
    long end(long at) {
      if (index == extents.size()) {
        return Long.MAX_VALUE;
      }
      return inside(at) ? extents.get(index).end() : extents.get(index).logical();
    }

    boolean same(Cursor other, long at) {
      if (!inside(at) || !other.inside(at)) {
        return inside(at) == other.inside(at);
      }
      Extent one = extents.get(index);
      Extent two = other.extents.get(other.index);
      return one.comparable()
          && two.comparable()
          && one.physical() - one.logical() == two.physical() - two.logical();
    }
  }
}
