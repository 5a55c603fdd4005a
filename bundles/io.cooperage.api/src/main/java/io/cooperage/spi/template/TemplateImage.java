package io.cooperage.spi.template;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A built template.
 *
 * @param digest SHA-256 of the image file in hexadecimal
 * @param file the image
 * @param format its file system: "erofs"
 * @param size bytes of the file
 */
public record TemplateImage(
    TemplateDescriptor descriptor,
    String digest,
    Path file,
    String format,
    long size,
    Instant builtAt) {}
