package io.cooperage.core.job;

/**
 * One step of a job. Both methods are idempotent and compute from what is journaled and stored
 * alone: after a crash another engine calls {@code undo}, or {@code run} again, without what the
 * context held in memory.
 */
public interface Step {
  /** Unique in its recipe; this is what is journaled. */
  String name();

  void run(StepContext context);

  default void undo(StepContext context) {}

  /** Whether it changes anything; a step that only looks is not journaled. */
  default boolean effective() {
    return true;
  }

  /** Whether it changes anything in this job. */
  default boolean effective(StepContext context) {
    return effective();
  }
}
