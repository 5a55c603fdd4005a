package io.cooperage.linux.mount;

import io.cooperage.linux.file.DeviceNumber;

/**
 * What a loop device says of itself.
 *
 * @param fileSystem the device number of the file system that its file lies on
 * @param inode the file's inode number there
 * @param offset where the device begins in the file, in bytes
 * @param sizeLimit its size in bytes, 0 for up to the end of the file
 * @param readOnly whether it refuses writes
 * @param autoclear whether it ends with its last user
 * @param directIo whether the page cache of the file is bypassed
 */
public record LoopStatus(
    DeviceNumber fileSystem,
    long inode,
    long offset,
    long sizeLimit,
    boolean readOnly,
    boolean autoclear,
    boolean directIo) {}
