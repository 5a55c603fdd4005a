package io.cooperage.api.backup;

import java.util.Objects;

/**
 * What the pool keeps of a CT, as it was at its last backup to a place, so that the next one there
 * finds what changed.
 *
 * @param location the place, as "file:/srv/backup"
 * @param backup the backup that was made then
 * @param allocated bytes of its image, those that it shares with the CT's disk included
 */
public record BackupBase(String location, BackupId backup, long allocated) {
  public BackupBase {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(backup, "backup");
  }
}
