package io.cooperage.storage.ploop.backup;

/** A backup is not what was written. */
public final class DamagedBackupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DamagedBackupException(String message) {
    super(message);
  }

  public DamagedBackupException(String message, Throwable cause) {
    super(message, cause);
  }
}
