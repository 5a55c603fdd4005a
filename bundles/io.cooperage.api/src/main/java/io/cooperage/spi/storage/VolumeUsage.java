package io.cooperage.spi.storage;

/**
 * Use of a volume.
 *
 * @param size bytes that the CT may store
 * @param used bytes that the CT stores; -1 unless it is mounted
 * @param allocated bytes that it takes in the pool
 */
public record VolumeUsage(long size, long used, long allocated) {}
