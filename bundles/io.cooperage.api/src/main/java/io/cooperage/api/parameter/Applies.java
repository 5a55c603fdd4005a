package io.cooperage.api.parameter;

/** When a changed value takes effect. */
public enum Applies {
  /** At once, also on a running CT. */
  LIVE,
  /** At the next start. */
  RESTART,
  /** At creation alone; later changes are refused. */
  CREATE
}
