package io.cooperage.linux.file;

import java.time.Instant;

/**
 * What {@code statx(2)} says of a file.
 *
 * @param type what kind of file it is
 * @param permissions the permission bits with setuid, setgid and sticky, 0..07777
 * @param owner the user id as the host sees it
 * @param group the group id as the host sees it
 * @param size in bytes
 * @param allocated the disk space it takes, in bytes
 * @param inode its number within the file system
 * @param links the number of hard links
 * @param modified when its content last changed
 * @param fileSystem the device number of the file system it lies on
 * @param device the device that it is, 0:0 when it is none
 * @param mountId the id of the mount that it was reached through, as in {@code /proc/PID/mountinfo}
 */
public record FileStatus(
    FileType type,
    int permissions,
    long owner,
    long group,
    long size,
    long allocated,
    long inode,
    long links,
    Instant modified,
    DeviceNumber fileSystem,
    DeviceNumber device,
    long mountId) {}
