package io.cooperage.api.quota;

/**
 * Limits of one user or group. 0 is no limit; a soft limit may be exceeded for the file system's
 * time of grace.
 *
 * @param softSpace bytes
 * @param hardSpace bytes, never exceeded
 * @param softFiles number of files
 * @param hardFiles number of files, never exceeded
 */
public record QuotaLimits(long softSpace, long hardSpace, long softFiles, long hardFiles) {
  public QuotaLimits {
    if (softSpace < 0 || hardSpace < 0 || softFiles < 0 || hardFiles < 0) {
      throw new IllegalArgumentException("a limit is never below 0");
    }
    if ((hardSpace > 0 && softSpace > hardSpace) || (hardFiles > 0 && softFiles > hardFiles)) {
      throw new IllegalArgumentException("a soft limit is never above its hard limit");
    }
  }
}
