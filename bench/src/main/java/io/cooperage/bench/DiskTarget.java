package io.cooperage.bench;

import java.nio.file.Path;

/**
 * A file or device that a disk benchmark loads.
 *
 * @param name for the table
 * @param path as the shell sees it that runs fio; as large as the load, at least
 */
record DiskTarget(String name, Path path) {}
