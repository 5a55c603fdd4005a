package io.cooperage.spi.storage;

import java.util.Objects;

/**
 * How much a pool can take now.
 *
 * @param pool where it is
 * @param free bytes that can still be written, by whatever gives out first
 * @param reserve bytes that shall stay free: with less, CTs that write are paused before they see
 *     I/O errors
 * @param scarce what gives out first, for messages: "the pool /x", "the file system of /y"
 * @param remedy what an operator can do about it
 */
public record PoolRoom(String pool, long free, long reserve, String scarce, String remedy) {
  public PoolRoom {
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(scarce, "scarce");
    Objects.requireNonNull(remedy, "remedy");
  }
}
