package io.cooperage.storage.ploop.backup;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.RegularFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a backup of an image has to hold.
 *
 * @param full whether it stands alone
 * @param head what stands before the blocks in the file
 * @param total bytes of data
 * @param stretches in rising order
 */
public record BackupContent(
    boolean full, ByteBuffer head, long total, Iterable<Stretch> stretches) {
  /**
   * Finds out. The image is compared with the older one by where their blocks lie, so none may be
   * moved meanwhile.
   *
   * @param id of the backup
   * @param older the image as the parent has it, on the same file system; empty for a full backup
   */
  public static BackupContent of(UUID id, Path image, Optional<Path> older) {
    ExtentMap now = map(image);
    return older.map(o -> changes(id, now, map(o))).orElseGet(() -> all(now));
  }

  private static ExtentMap map(Path image) {
    try (OwnedFd file = RegularFile.open(image)) {
      IdentityLayout layout = IdentityLayout.of(new FileBytes(file));
      return ExtentMap.of(file, layout.dataOffset(), layout.size());
    }
  }

  // A disk of 16 TiB has as many clusters: none of them is an object before its turn.
  private static BackupContent all(ExtentMap now) {
    BitSet clusters = now.clusters(IdentityLayout.CLUSTER);
    Iterable<Stretch> stretches = () -> clusters.stream().mapToObj(BackupContent::whole).iterator();
    long total = (long) clusters.cardinality() * IdentityLayout.CLUSTER;
    return new BackupContent(true, DenseHead.of(now.size(), clusters), total, stretches);
  }

  private static Stretch whole(int cluster) {
    long start = (long) cluster * IdentityLayout.CLUSTER;
    return new Stretch(start, start + IdentityLayout.CLUSTER, true);
  }

  private static BackupContent changes(UUID id, ExtentMap now, ExtentMap then) {
    List<Stretch> changed = now.since(then);
    long total = changed.stream().filter(Stretch::data).mapToLong(Stretch::length).sum();
    return new BackupContent(false, Block.head(Block.CHANGES_MAGIC, id), total, changed);
  }
}
