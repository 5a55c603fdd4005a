package io.cooperage.api.template;

import java.time.Instant;
import java.util.Optional;

/**
 * A template as it is listed.
 *
 * @param digest SHA-256 of the image in hexadecimal; empty if it is offered but not built
 * @param source kind of the source that builds it
 * @param size bytes on disk
 * @param containers how many CTs use it
 */
public record TemplateInfo(
    String name,
    String description,
    String source,
    String digest,
    long size,
    Optional<Instant> builtAt,
    int containers) {}
