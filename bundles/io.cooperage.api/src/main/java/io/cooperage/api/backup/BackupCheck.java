package io.cooperage.api.backup;

/**
 * What was found when a backup was read.
 *
 * @param problem what is wrong with it or with one that it needs; empty if it can be restored
 */
public record BackupCheck(BackupId id, String problem) {
  /** Whether it can be restored. */
  public boolean sound() {
    return problem.isEmpty();
  }
}
