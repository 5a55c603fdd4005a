package io.cooperage.api.disk;

import java.nio.file.Path;

/**
 * An image of the host that is mounted read-only.
 *
 * @param file the image
 * @param folder where its files are
 * @param format that it was read as
 * @param fileSystem that is in it
 * @param backEnd what serves it to the kernel
 */
public record ImageView(Path file, Path folder, String format, String fileSystem, String backEnd) {}
