package io.cooperage.storage.ploop.pool;

import io.cooperage.api.parameter.ValueTypes;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What the operator decides of a pool.
 *
 * @param fileSize bytes of a pool file; empty to choose by the host's free space
 * @param reserve bytes of the pool that are kept free; empty for a share of its size
 * @param defaultDiskspace bytes of a disk unless its CT says otherwise
 * @param overcommit how many times the pool's size may be promised to disks; 0 for any
 * @param defragmentEvery how often scattered images are looked for; zero for never
 */
public record PoolSettings(
    OptionalLong fileSize,
    OptionalLong reserve,
    long defaultDiskspace,
    double overcommit,
    Duration defragmentEvery) {
  /** The least size of a pool file in bytes. */
  public static final long LEAST_FILE = 1L << 30;

  /** The least reserve in bytes: what is written while CTs are being paused must fit. */
  private static final long LEAST_RESERVE = 32L << 20;

  private static final long MOST_BY_CHOICE = 200L << 30;
  private static final double SHARE_OF_FREE = 0.6;
  private static final long MIB = 1 << 20;

  public PoolSettings {
    if (!(overcommit >= 0)) {
      throw new IllegalArgumentException("overcommit must be 0 or more, not " + overcommit);
    }
    if (defragmentEvery.isNegative()) {
      throw new IllegalArgumentException(
          "defragment must be 0 seconds or more, not " + defragmentEvery.toSeconds());
    }
  }

  /**
   * Reads the settings from their texts.
   *
   * @param poolSize a size with suffix, or empty
   * @param poolReserve the same
   * @param defaultDiskspace a size with suffix
   * @param defragment seconds
   * @throws IllegalArgumentException naming the bad one
   */
  public static PoolSettings parse(
      String poolSize,
      String poolReserve,
      String defaultDiskspace,
      double overcommit,
      int defragment) {
    return new PoolSettings(
        ifAny("poolSize", poolSize, LEAST_FILE),
        ifAny("poolReserve", poolReserve, LEAST_RESERVE),
        size("defaultDiskspace", defaultDiskspace, 64 * MIB),
        overcommit,
        Duration.ofSeconds(defragment));
  }

  private static OptionalLong ifAny(String name, String text, long least) {
    return text.isBlank() ? OptionalLong.empty() : OptionalLong.of(size(name, text, least));
  }

  /** Bytes of a new pool file on a host file system with so much free. */
  public long fileSizeFor(long hostFree) {
    long chosen = Math.min(MOST_BY_CHOICE, (long) (hostFree * SHARE_OF_FREE));
    return fileSize.orElse(chosen) / MIB * MIB;
  }

  private static long size(String name, String text, long least) {
    try {
      return ValueTypes.bytes(least, 1L << 50).parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " " + e.getMessage(), e);
    }
  }
}
