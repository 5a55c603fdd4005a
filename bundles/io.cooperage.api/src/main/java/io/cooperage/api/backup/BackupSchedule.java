package io.cooperage.api.backup;

import io.cooperage.api.container.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Backups of a CT that the node makes by itself.
 *
 * @param ctid the number of the CT
 * @param location where they are kept
 * @param every time between two of them
 * @param chain after so many backups that need each other a full one is made
 * @param retention which of them are kept; those that a kept one needs are kept too
 * @param lastRun when the last one ended, well or not, or when the newest was made before the
 *     schedule was; empty if there was none yet
 * @param result what became of the last attempt
 * @param problem why it failed or waits, or why backups that could go were kept; else empty
 */
public record BackupSchedule(
    ContainerId container,
    String ctid,
    String location,
    Duration every,
    int chain,
    Retention retention,
    Optional<Instant> lastRun,
    Result result,
    String problem) {
  /** What became of an attempt. */
  public enum Result {
    /** There was none yet. */
    NONE,
    /** A backup was made. */
    MADE,
    /** It could not begin or end because something that it needs is not there; it is due still. */
    WAITING,
    /** It failed; the next one comes in its time. */
    FAILED
  }
}
