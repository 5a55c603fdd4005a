package io.cooperage.api.job;

/** Life of a job. */
public enum JobState {
  QUEUED,
  RUNNING,
  /** A provider is away; the job goes on when it is back. */
  WAITING,
  UNDOING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
