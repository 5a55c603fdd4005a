package io.cooperage.spi.network;

/**
 * A CT's network namespace.
 *
 * @param path opens it, as /proc/4711/ns/net; check the process before trusting it
 * @param inode its inode in nsfs, to tell it from a later one
 */
public record NetworkNamespace(String path, long inode) {}
