/**
 * Disk bandwidth, operations and priority of containers: {@code iolimit}, {@code iopslimit} and
 * {@code ioprio} over blkio (v1) or io (v2), on the container's own disk.
 */
package io.cooperage.controller.io;
