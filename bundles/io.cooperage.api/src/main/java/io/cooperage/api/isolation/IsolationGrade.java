package io.cooperage.api.isolation;

/** How much a layer as it was found can be relied on, best first. */
public enum IsolationGrade {
  /** It holds. */
  STRONG,
  /** The other layers hold, but one that would stop what slips through them is missing. */
  GOOD,
  /** Something that the CT's owner can use against the node or other CTs is open. */
  WEAK,
  /** The CT's root is the host's root: whoever owns the CT must be trusted. */
  TRUSTED;

  /** The worse of two. */
  public IsolationGrade orWorse(IsolationGrade other) {
    return compareTo(other) < 0 ? other : this;
  }
}
