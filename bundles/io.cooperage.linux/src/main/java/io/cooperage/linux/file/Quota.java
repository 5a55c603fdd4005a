package io.cooperage.linux.file;

/**
 * Use and limits of one user or group on a file system.
 *
 * @param id as the file system stores it
 * @param softSpace bytes that may be exceeded for a time of grace, 0 for no limit
 * @param hardSpace bytes that are never exceeded, 0 for no limit; the kernel keeps whole KiB
 * @param space bytes in use; ignored when limits are set
 * @param softInodes files that may be exceeded for a time of grace, 0 for no limit
 * @param hardInodes files that are never exceeded, 0 for no limit
 * @param inodes files in use; ignored when limits are set
 */
public record Quota(
    long id,
    long softSpace,
    long hardSpace,
    long space,
    long softInodes,
    long hardInodes,
    long inodes) {}
