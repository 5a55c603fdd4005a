package io.cooperage.api.parameter;

/** What a setting does to a parameter. ADD and REMOVE are for list parameters alone. */
public enum Op {
  SET,
  ADD,
  REMOVE,
  /** Back to the default: the stored text is dropped. */
  RESET
}
