package io.cooperage.linux.file;

/**
 * One name in a directory.
 *
 * @param name the name, decoded as UTF-8
 * @param inode the inode's number
 * @param type what it is, {@link FileType#UNKNOWN} on file systems that do not say
 */
public record DirectoryEntry(String name, long inode, FileType type) {}
