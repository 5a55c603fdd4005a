package io.cooperage.api.container;

/** Where a change goes. */
public enum Scope {
  /** Only the running CT; gone at its next start. */
  RUNNING,
  /** Only the stored text; effective at the next start. */
  SAVED,
  BOTH
}
