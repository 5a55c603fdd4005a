package io.cooperage.api.node;

import java.util.Objects;

/**
 * Something in a storage pool that does not belong there, or that is missing.
 *
 * @param kind a word for programs, as "orphan" or "no-record"; the storage's own
 * @param path where it is, or should be
 * @param size bytes that it takes in the pool, shared ones included; 0 if it is missing
 * @param text what it is, for a person to read
 * @param error whether a CT misses it; else it wastes space, or is merely strange
 * @param repair what a repair does to it
 * @param done whether that was done now
 * @param note where it lies now, or why nothing was done; may be empty
 */
public record PoolFlaw(
    String kind,
    String path,
    long size,
    String text,
    boolean error,
    Repair repair,
    boolean done,
    String note) {
  public PoolFlaw {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(repair, "repair");
    Objects.requireNonNull(note, "note");
  }

  /** What can be done without a guess. */
  public enum Repair {
    /** Nothing: a person must decide. */
    NONE,
    /** It is deleted: it is the node's own, and nothing refers to it. */
    REMOVE,
    /** It is moved to the pool's folder {@code lost+found}, since it may hold data. */
    SET_ASIDE,
    /** It is written anew from what is whole. */
    REWRITE,
    /** The device ends, at the latest with its last user. */
    DETACH
  }
}
