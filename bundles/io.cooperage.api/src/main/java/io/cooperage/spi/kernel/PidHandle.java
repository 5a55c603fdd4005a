package io.cooperage.spi.kernel;

/**
 * A process that cannot be mistaken for a later one of the same pid.
 *
 * @param startTime field 22 of /proc/PID/stat, in clock ticks since boot
 */
public record PidHandle(int pid, long startTime) {}
