package io.cooperage.api.disk;

import java.nio.file.Path;

/**
 * A disk that was exported.
 *
 * @param file where it is now
 * @param size of the disk in bytes
 * @param allocated bytes that the file takes
 * @param wholeRoot whether it holds a CT's whole root; else what the CT changed over its template
 */
public record Exported(Path file, long size, long allocated, boolean wholeRoot) {}
