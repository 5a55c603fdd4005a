package io.cooperage.api.snapshot;

import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot of a CT's disk.
 *
 * @param parent the one that it grew from; empty for the first
 * @param name what the operator calls it; may be empty, need not be unique
 * @param current whether the CT's disk grows from it now
 * @param config whether the CT's parameters were saved with it
 * @param mountedAt where it is mounted on the host, if it is
 * @param size of the disk in bytes, as it was then
 * @param allocated bytes of its image, those that it shares with others included
 */
public record Snapshot(
    SnapshotId id,
    Optional<SnapshotId> parent,
    String name,
    String description,
    Instant createdAt,
    boolean current,
    boolean config,
    Optional<String> mountedAt,
    long size,
    long allocated) {}
