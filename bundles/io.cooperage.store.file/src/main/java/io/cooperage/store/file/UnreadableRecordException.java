package io.cooperage.store.file;

/** A file that is there but is no record that this version can use. The message is the reason. */
final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableRecordException(String reason) {
    super(reason);
  }

  UnreadableRecordException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
