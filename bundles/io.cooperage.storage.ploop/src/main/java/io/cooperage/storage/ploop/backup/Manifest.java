package io.cooperage.storage.ploop.backup;

import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.storage.ploop.format.IdentityLayout;
import java.util.Map;

/**
 * What is said of a backup, checked against itself.
 *
 * @param backup as it is told; its digest is that of the manifest's text
 * @param dataFile name of the file that holds the blocks
 * @param dataSize bytes of that file
 * @param dataOffset where the first block begins in it
 * @param headDigest SHA-256 of what is before that
 * @param indexSize bytes of the index
 * @param indexDigest SHA-256 of the whole index
 */
record Manifest(
    StoredBackup backup,
    String dataFile,
    long dataSize,
    long dataOffset,
    String headDigest,
    long indexSize,
    String indexDigest) {
  static final String IMAGE = "disk.hds";
  static final String CHANGES = "changes";
  static final String INDEX = "index";
  static final String FILE = "manifest.json";
  static final String SUMS = "manifest.sha256";

  /** The file that holds the blocks of a backup. */
  static String dataFile(boolean full) {
    return full ? IMAGE : CHANGES;
  }

  Manifest checked() {
    long size = backup.size();
    require(
        size > 0 && size <= IdentityLayout.LARGEST && size % IdentityLayout.CLUSTER == 0,
        "a disk of " + size + " bytes");
    boolean full = backup.parent().isEmpty();
    require(full == backup.parentDigest().isEmpty(), "half a parent");
    require(dataFile.equals(dataFile(full)), "blocks in '" + dataFile + "'");
    require(dataOffset == (full ? DenseHead.length(size) : Block.HEAD), "blocks at " + dataOffset);
    require(dataSize >= dataOffset && dataSize - dataOffset <= size, dataSize + " bytes of blocks");
    require(
        indexSize >= Block.HEAD && (indexSize - Block.HEAD) % Block.ENTRY == 0,
        indexSize + " bytes of index");
    for (String digest :
        new String[] {headDigest, indexDigest, backup.parentDigest().orElse(headDigest)}) {
      require(digest.matches("[0-9a-f]{64}"), "a digest that is none");
    }
    return this;
  }

  /** What {@code sha256sum -c} understands. */
  static String sums(Map<String, String> digests) {
    StringBuilder text = new StringBuilder();
    digests.forEach((file, digest) -> text.append(digest + "  " + file + "\n"));
    return text.toString();
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new DamagedBackupException("the manifest is bad: " + otherwise);
    }
  }
}
