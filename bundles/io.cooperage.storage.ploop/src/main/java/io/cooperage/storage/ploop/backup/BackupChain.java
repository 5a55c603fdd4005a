package io.cooperage.storage.ploop.backup;

import io.cooperage.spi.backup.StoredBackup;
import java.util.List;

/** A full backup and those that follow. */
final class BackupChain {
  private BackupChain() {}

  /**
   * Makes sure that each is the parent of the next.
   *
   * @throws DamagedBackupException if they are no chain
   */
  static void check(List<StoredBackup> chain) {
    require(!chain.isEmpty() && chain.get(0).parent().isEmpty(), "the full backup is missing");
    for (int i = 1; i < chain.size(); i++) {
      StoredBackup parent = chain.get(i - 1);
      StoredBackup child = chain.get(i);
      require(
          child.parent().filter(parent.id()::equals).isPresent(),
          "the parent of backup " + child.id() + " is missing");
      require(
          child.parentDigest().filter(parent.digest()::equals).isPresent(),
          "backup " + parent.id() + " is not the one that " + child.id() + " was made after");
      require(
          child.volume().container().equals(parent.volume().container()),
          "backup " + child.id() + " is that of another container");
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new DamagedBackupException(otherwise);
    }
  }
}
