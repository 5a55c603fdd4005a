package io.cooperage.api.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A job at one moment.
 *
 * @param id short and unique on the node
 * @param action verb, as "start"
 * @param target what it works on, as a CT's UUID or a template's name; may be empty
 * @param step the step in progress
 * @param percent 0..100, or -1 if it cannot tell
 * @param message last progress line, or the error
 * @param errorCode name of the ErrorCode; empty unless it failed
 */
public record JobInfo(
    String id,
    String action,
    String target,
    JobState state,
    String step,
    int percent,
    String message,
    String errorCode,
    Instant createdAt,
    Optional<Instant> endedAt) {}
