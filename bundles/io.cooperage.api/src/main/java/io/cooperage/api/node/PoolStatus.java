package io.cooperage.api.node;

import java.util.Map;

/**
 * A storage pool.
 *
 * @param kind storage kind
 * @param path where it is
 * @param total bytes
 * @param free bytes
 * @param promised bytes promised to CTs' images in sum
 * @param details further facts, as file system and reflink support
 */
public record PoolStatus(
    String kind, String path, long total, long free, long promised, Map<String, String> details) {
  public PoolStatus {
    details = Map.copyOf(details);
  }
}
